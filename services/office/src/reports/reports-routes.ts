import type { HttpServer } from '@onsale/service';
import type { OfficeParts } from '../app.ts';

/** Registers the routes of `reportsOperations`. */
export function registerReportsRoutes(_scope: HttpServer, _parts: OfficeParts): void {}
