import { RIGHTS_OF_ROLE, type Right, type Role } from '@onsale/contracts';

/** A role, for all events, those of the future included, or for one. */
export interface Grant {
  role: Role;
  eventId?: string;
}

/** Who sent a request: a member of the team by a session, or a program by an API key. */
export interface Actor {
  kind: 'member' | 'api_key';
  /** Never that of another actor, of whatever kind. */
  id: string;
  /** For the activity log. */
  name: string;
  grants: readonly Grant[];
  /** Of a member. */
  sessionId?: string;
}

/** For which events an actor has a right. */
export function eventsWith({ grants }: Actor, right: Right): 'all' | ReadonlySet<string> {
  const having = grants.filter(({ role }) => RIGHTS_OF_ROLE[role].includes(right));
  if (having.some(({ eventId }) => eventId === undefined)) return 'all';
  return new Set(having.flatMap(({ eventId }) => eventId ?? []));
}

/** Whether an actor has a right for an event. */
export function mayWith(actor: Actor, right: Right, eventId: string): boolean {
  const events = eventsWith(actor, right);
  return events === 'all' || events.has(eventId);
}
