import { given } from '@onsale/ledger';
import { type EntranceEvent, readEntranceEvent } from '@onsale/records';
import type { OfficeParts } from '../app.ts';
import { findEvent } from '../events/find-event.ts';

/**
 * What of an event the entrance goes by. The records know, Redis being away; but not yet of one that was just
 * created. Throws `ApiError` 404 when there is none.
 */
export async function findEntranceEvent(
  { records, ledger }: Pick<OfficeParts, 'records' | 'ledger'>,
  eventId: string,
): Promise<EntranceEvent> {
  const recorded = await readEntranceEvent(records, eventId);
  if (recorded !== undefined) return recorded;
  const { document } = await findEvent(ledger(), eventId);
  const { name, timeZone = 'UTC', startsAt, doorsAt, endsAt, tickets } = document;
  const types = tickets.map((ticket) => ({ ticketId: ticket.id, name: ticket.name }));
  const details = { startsAt, types, ...given({ doorsAt, endsAt }) };
  return { eventId, name, timeZone, details };
}
