import type { HttpServer } from '@onsale/service';
import type { OfficeParts } from '../app.ts';

/** Registers the routes of `ordersOperations`. */
export function registerOrdersRoutes(_scope: HttpServer, _parts: OfficeParts): void {}
