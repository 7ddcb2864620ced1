import type { HttpServer } from '@onsale/service';
import type { OfficeParts } from '../app.ts';
import { registerReadRoutes } from './read-routes.ts';

/** The routes of `orders`. */
export function registerOrdersRoutes(scope: HttpServer, parts: OfficeParts): void {
  registerReadRoutes(scope, parts);
}
