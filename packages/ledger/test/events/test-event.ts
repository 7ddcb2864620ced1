import assert from 'node:assert/strict';
import {
  type EventDocument,
  type EventRefusal,
  type Ledger,
  type StoredEvent,
  writeEvent,
} from '../../src/index.ts';

/** A valid document of an event in the first shard, with these fields instead of the usual ones. */
export function documentOf(changes: Partial<EventDocument> = {}): EventDocument {
  const id = changes.id ?? 'show-7';
  return {
    id,
    name: 'Show',
    venue: 'Hall',
    description: '',
    startsAt: '2087-06-18T16:00:00Z',
    currency: 'USD',
    tickets: [ticketOf('adult', { eventId: id })],
    ...changes,
  };
}

/** A ticket type of 10 USD with a capacity of 10. */
export function ticketOf(
  id: string,
  changes: Partial<EventDocument['tickets'][number]> = {},
): EventDocument['tickets'][number] {
  return {
    ...{ id, eventId: 'show-7', name: id, type: 'adult', description: '' },
    ...{ priceMinor: 1000, currency: 'USD', capacity: 10 },
    ...changes,
  };
}

/** Writes an event that must be accepted. */
export async function write(
  ledger: Ledger,
  document: EventDocument,
  revision = 0,
): Promise<StoredEvent> {
  const result = await writeEvent(ledger, document, { revision, status: 'on_sale' });
  assert.equal(result.outcome, 'written', JSON.stringify(result));
  assert.ok('event' in result);
  return result.event;
}

/** Asserts that something was refused, and with which code. */
export function refused(
  result: { outcome: string } | EventRefusal,
  code: EventRefusal['code'],
): EventRefusal {
  assert.ok('code' in result, JSON.stringify(result));
  assert.equal(result.code, code);
  return result;
}
