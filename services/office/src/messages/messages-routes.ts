import type { HttpServer } from '@onsale/service';
import type { OfficeParts } from '../app.ts';

/** Registers the routes of `messagesOperations`. */
export function registerMessagesRoutes(_scope: HttpServer, _parts: OfficeParts): void {}
