import type { EventStatus } from '@onsale/contracts';
import { loadScript, runScript } from '@onsale/redis';
import { eventKey, eventsKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import type { StoredEvent } from './event-document.ts';
import { changedSince, type EventRefusal, eventRefusal, noSuchEvent } from './event-refusal.ts';
import { readEvent, readStoredEvent } from './read-events.ts';

const changeScript = loadScript(new URL('./change-event-status.lua', import.meta.url));

/**
 * The steps in the life of an event, with the statuses they start from and lead to. The last one, to
 * `archived`, is that of `archiveOneEvent` and `archiveOrders`.
 */
export const EVENT_STEPS = {
  publish: { from: ['draft'], to: 'on_sale' },
  /** No new orders for a while; held ones may be paid. */
  pause: { from: ['on_sale'], to: 'paused' },
  resume: { from: ['paused'], to: 'on_sale' },
  /** No new orders; held ones may be paid. */
  close: { from: ['on_sale', 'paused'], to: 'closed' },
  reopen: { from: ['closed'], to: 'on_sale' },
  /** For good; see `cancelEvent`, which releases the holds as well. */
  cancel: { from: ['draft', 'on_sale', 'paused', 'closed'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly EventStatus[]; to: EventStatus }>;
export type EventStep = keyof typeof EVENT_STEPS;

/** `already`: it had this status before. */
export type EventStepResult = { outcome: 'done' | 'already'; event: StoredEvent } | EventRefusal;

/**
 * Takes one step in the life of an event, if it still has this revision; without one, whatever it
 * is. Repeating it is harmless.
 */
export async function changeEventStatus(
  ledger: Ledger,
  eventId: string,
  { step, revision }: { step: EventStep; revision?: number | undefined },
): Promise<EventStepResult> {
  const before = await readEvent(ledger, eventId);
  if (before === undefined) return noSuchEvent(eventId);
  const { shard } = before;
  const { from, to } = EVENT_STEPS[step];
  const expected = revision === undefined ? '' : String(revision);
  const keys = [eventKey(shard, eventId), eventsKey(shard)] as const;
  const args = [eventId, expected, from.join(' '), to];
  const reply = String(await runScript(ledger.redis, changeScript, { keys, args }));
  const event = await readStoredEvent(ledger, shard, eventId);
  if (reply === 'missing' || event === undefined) return noSuchEvent(eventId);
  if (reply === 'already') return { outcome: 'already', event };
  if (reply.startsWith('done:')) return { outcome: 'done', event };
  if (reply === 'conflict') {
    const facts = { revision: revision ?? 0, there: event.revision, current: event };
    return changedSince(eventId, facts);
  }
  const message = `event ${eventId} is ${event.status}; ${step} needs one that is ${from.join(' or ')}`;
  return eventRefusal('STEP_REFUSED', message, { current: event });
}
