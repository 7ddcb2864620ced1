import type { Role } from '@onsale/api-client';
import { m } from '../app/texts.ts';

/** A role, for all events or for one. */
export interface GrantWords {
  role: Role;
  eventId?: string | undefined;
}

/** What a role is called. */
export const ROLE_NAMES: Readonly<Record<Role, () => string>> = {
  owner: () => m.team_role_owner(),
  manager: () => m.team_role_manager(),
  refunds: () => m.team_role_refunds(),
  box_office: () => m.team_role_box_office(),
  entrance: () => m.team_role_entrance(),
  viewer: () => m.team_role_viewer(),
};

/** What it lets somebody do. */
export const ROLE_MEANINGS: Readonly<Record<Role, () => string>> = {
  owner: () => m.team_role_owner_about(),
  manager: () => m.team_role_manager_about(),
  refunds: () => m.team_role_refunds_about(),
  box_office: () => m.team_role_box_office_about(),
  entrance: () => m.team_role_entrance_about(),
  viewer: () => m.team_role_viewer_about(),
};

/** From the most to the least. */
export const ROLES_IN_ORDER = Object.keys(ROLE_NAMES) as Role[];

/** Roles in a line: `Manager (Summer night), Viewer`. */
export function wordsOfGrants(
  grants: readonly GrantWords[],
  nameOf: (eventId: string) => string = (eventId) => eventId,
): string {
  return ROLES_IN_ORDER.flatMap((role) => {
    const ofRole = grants.filter((grant) => grant.role === role);
    if (ofRole.length === 0) return [];
    const name = ROLE_NAMES[role]();
    if (ofRole.some(({ eventId }) => eventId === undefined)) return [name];
    return [`${name} (${ofRole.map(({ eventId }) => nameOf(eventId ?? '')).join(', ')})`];
  }).join(', ');
}
