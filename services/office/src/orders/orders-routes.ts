import type { HttpServer } from '@onsale/service';
import type { OfficeParts } from '../app.ts';
import { registerDeskRoutes } from './desk-routes.ts';
import { registerEditRoutes } from './edit-routes.ts';
import { registerMoneyRoutes } from './money-routes.ts';
import { registerReadRoutes } from './read-routes.ts';

/** The routes of `orders`. */
export function registerOrdersRoutes(scope: HttpServer, parts: OfficeParts): void {
  registerReadRoutes(scope, parts);
  registerEditRoutes(scope, parts);
  registerMoneyRoutes(scope, parts);
  registerDeskRoutes(scope, parts);
}
