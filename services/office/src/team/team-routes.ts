import type { HttpServer } from '@onsale/service';
import { registerActivityRoutes } from '../activity/activity-routes.ts';
import type { OfficeParts } from '../app.ts';
import { registerAccountRoutes } from '../sign-in/account-routes.ts';
import { registerLinkRoutes } from '../sign-in/link-routes.ts';
import { registerSignInRoutes } from '../sign-in/sign-in-routes.ts';
import { registerApiKeysRoutes } from './api-keys-routes.ts';
import { registerInvitationsRoutes } from './invitations-routes.ts';
import { registerMembersRoutes } from './members-routes.ts';

/** Registers the routes of `teamOperations`. */
export function registerTeamRoutes(scope: HttpServer, parts: OfficeParts): void {
  registerSignInRoutes(scope, parts);
  registerAccountRoutes(scope, parts);
  registerLinkRoutes(scope, parts);
  registerMembersRoutes(scope, parts);
  registerInvitationsRoutes(scope, parts);
  registerApiKeysRoutes(scope, parts);
  registerActivityRoutes(scope, parts);
}
