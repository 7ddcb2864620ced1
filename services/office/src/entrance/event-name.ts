import { readEventName } from '@onsale/records';
import type { OfficeParts } from '../app.ts';
import { findEvent } from '../events/find-event.ts';

/**
 * What an event is called. The records know, Redis being away; but not yet of one that was just created. Throws
 * `ApiError` 404 when there is none.
 */
export async function eventName(
  { records, ledger }: Pick<OfficeParts, 'records' | 'ledger'>,
  eventId: string,
): Promise<string> {
  const recorded = await readEventName(records, eventId);
  return recorded ?? (await findEvent(ledger(), eventId)).document.name;
}
