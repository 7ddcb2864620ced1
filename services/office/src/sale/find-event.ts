import { ApiError } from '@onsale/contracts';
import { type Ledger, readEvent, type StoredEvent } from '@onsale/ledger';

/** An event of any status; throws `ApiError` 404 when there is none. */
export async function findEvent(ledger: Ledger, eventId: string): Promise<StoredEvent> {
  const event = await readEvent(ledger, eventId);
  if (event === undefined) throw new ApiError('EVENT_NOT_FOUND', 'there is no event with this id');
  return event;
}
