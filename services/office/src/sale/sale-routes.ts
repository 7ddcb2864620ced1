import type { HttpServer } from '@onsale/service';
import type { OfficeParts } from '../app.ts';

/** Registers the routes of `saleOperations`. */
export function registerSaleRoutes(_scope: HttpServer, _parts: OfficeParts): void {}
