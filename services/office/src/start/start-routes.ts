import { startOperations } from '@onsale/contracts';
import type { HttpServer } from '@onsale/service';
import { route } from '../access/route.ts';
import type { OfficeParts } from '../app.ts';
import { readStart } from './read-start.ts';

/** Registers the routes of `startOperations`. */
export function registerStartRoutes(scope: HttpServer, parts: OfficeParts): void {
  route(scope, parts, startOperations.getStart, ({ actor }) => readStart(parts, actor));
}
