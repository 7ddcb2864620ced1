import type { HttpServer } from '@onsale/service';
import type { OfficeParts } from '../app.ts';
import { registerAccountRoutes } from '../sign-in/account-routes.ts';
import { registerLinkRoutes } from '../sign-in/link-routes.ts';
import { registerSignInRoutes } from '../sign-in/sign-in-routes.ts';

/** Registers the routes of `teamOperations`. */
export function registerTeamRoutes(scope: HttpServer, parts: OfficeParts): void {
  registerSignInRoutes(scope, parts);
  registerAccountRoutes(scope, parts);
  registerLinkRoutes(scope, parts);
}
