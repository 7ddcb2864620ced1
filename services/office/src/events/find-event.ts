import { type Ledger, readEvent, type StoredEvent } from '@onsale/ledger';
import { unknownEvent } from './refused-event.ts';

/** An event of any status; throws `ApiError` 404 when there is none. */
export async function findEvent(ledger: Ledger, eventId: string): Promise<StoredEvent> {
  const event = await readEvent(ledger, eventId);
  if (event === undefined) throw unknownEvent(eventId);
  return event;
}
