import type { HttpServer } from '@onsale/service';
import type { OfficeParts } from '../app.ts';

/** Registers the routes of `teamOperations`. */
export function registerTeamRoutes(_scope: HttpServer, _parts: OfficeParts): void {}
