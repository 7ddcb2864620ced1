import type { Operation } from '../operation.ts';
import { StringEnum } from '../schema.ts';

/** What a member of the team, or an API key, may be allowed to do. */
export const RIGHTS = [
  /** Seeing events, their sale and their settings. */
  'events.read',
  /** Setting up events: everything that buyers are shown, capacities, pictures, windows. */
  'events.write',
  /** Publishing, pausing, resuming and closing the sale. */
  'sale.control',
  /** Finding orders and buyers. */
  'orders.read',
  /** Changing orders where no money moves: names, addresses, answers, notes, reissues. */
  'orders.write',
  /** Moving money: refunds, cancellations with refunds, marking as paid. */
  'orders.refund',
  /** Selling at the box office, and giving tickets away. */
  'orders.sell',
  'reports.read',
  /** Writing to the buyers of an event. */
  'messages.send',
  /** Letting people in at the entrance. */
  'checkins.write',
  'settings.write',
  /** Inviting members, giving roles, ending sessions, making API keys. */
  'team.write',
  'activity.read',
] as const;
export type Right = (typeof RIGHTS)[number];

export const ROLES = [
  ...(['owner', 'manager', 'refunds', 'box_office', 'entrance', 'viewer'] as const),
] as const;
export const Role = StringEnum(ROLES, { examples: ['manager'] });
export type Role = (typeof ROLES)[number];

/**
 * What each role may do, for all events or for those it was given for. Planning an event does not include
 * paying money back, and only the role `owner` for all events concerns the team and the shop as a whole.
 */
export const RIGHTS_OF_ROLE: Readonly<Record<Role, readonly Right[]>> = {
  owner: RIGHTS,
  manager: [
    ...(['events.read', 'events.write', 'sale.control', 'orders.read', 'orders.write'] as const),
    ...(['orders.sell', 'reports.read', 'messages.send', 'checkins.write'] as const),
  ],
  refunds: ['events.read', 'orders.read', 'orders.refund', 'reports.read'],
  box_office: ['events.read', 'orders.read', 'orders.write', 'orders.sell'],
  entrance: ['events.read', 'checkins.write'],
  viewer: ['events.read', 'orders.read', 'reports.read'],
};

/**
 * Who may use a route: whoever has the right for the event in its path (`event`), for at least one event
 * (`any`: the handler shows only what belongs to those, or finds out whose it is), or for all events (`all`).
 * `signed_in`: every member; `public`: everybody; `device`: a device at an entrance, which may do nothing else.
 */
export type Access =
  | { right: Right; of: 'event' | 'any' | 'all' }
  | 'signed_in'
  | 'public'
  | 'device';

/** A route of the office for its members and API keys. */
export interface StaffOperation extends Operation {
  access: Access;
}
