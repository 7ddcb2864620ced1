import type { HttpServer } from '@onsale/service';
import type { OfficeParts } from '../app.ts';

/** Registers the routes of `eventsOperations`. */
export function registerEventsRoutes(_scope: HttpServer, _parts: OfficeParts): void {}
