import type { HttpServer } from '@onsale/service';
import type { OfficeParts } from '../app.ts';

/** Registers the routes of `settingsOperations`. */
export function registerSettingsRoutes(_scope: HttpServer, _parts: OfficeParts): void {}
