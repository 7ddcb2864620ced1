import type { HttpServer } from '@onsale/service';
import type { OfficeParts } from '../app.ts';

/** Registers the routes of `startOperations`. */
export function registerStartRoutes(_scope: HttpServer, _parts: OfficeParts): void {}
