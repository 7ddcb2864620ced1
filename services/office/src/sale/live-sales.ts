import type { LiveSale } from '@onsale/contracts';
import { readRecordedSale } from '@onsale/records';
import { shareResult } from '@onsale/service';
import type { OfficeParts } from '../app.ts';
import { findEvent } from '../events/find-event.ts';
import { LiveEvents } from '../live/live-events.ts';
import { readLiveSale } from './live-sale.ts';

const FRESH_MS = 500;
/** What the records know, which costs more to read. */
const RECORDED_FRESH_MS = 2000;

/** The sales of events as they run. */
export function openLiveSales(
  parts: Pick<OfficeParts, 'authenticate' | 'ledger' | 'records'>,
): LiveEvents<LiveSale> {
  const { ledger, records } = parts;
  const open = async (eventId: string) => {
    await findEvent(ledger(), eventId);
    const readRecorded = shareResult(
      async () => await readRecordedSale(records, eventId),
      RECORDED_FRESH_MS,
    );
    return shareResult(
      async () => await readLiveSale({ ledger: ledger(), records, readRecorded }, eventId),
      FRESH_MS,
    );
  };
  return new LiveEvents(parts, { right: 'events.read', open });
}
