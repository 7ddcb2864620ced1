import { type Access, ApiError, type Right } from '@onsale/contracts';
import { type Actor, eventsWith, mayWith } from './actor.ts';

/**
 * Throws `ApiError` 403 unless the actor may use a route with this access rule. `eventId` is the event in
 * its path, if any.
 */
export function authorize(actor: Actor, access: Access, eventId: string | undefined): void {
  if (access === 'public' || access === 'signed_in') return;
  if (access === 'device') throw new ApiError('NOT_ALLOWED', 'this is for devices at an entrance');
  const { right, of } = access;
  if (of === 'event') {
    requireRight(actor, right, eventId ?? '');
    return;
  }
  const events = eventsWith(actor, right);
  if (events === 'all') return;
  if (of === 'all') throw refusal(right, 'for all events');
  if (events.size === 0) throw refusal(right, 'for any event');
}

/** Throws `ApiError` 403 unless the actor has the right for this event. */
export function requireRight(actor: Actor, right: Right, eventId: string): void {
  if (!mayWith(actor, right, eventId)) throw refusal(right, 'for this event');
}

function refusal(right: Right, where: string): ApiError {
  return new ApiError('NOT_ALLOWED', `this needs the right ${right} ${where}`);
}
