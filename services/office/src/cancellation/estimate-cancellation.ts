import type { CancellationEstimate } from '@onsale/contracts';
import { given, type Ledger, readLine, toDecimal } from '@onsale/ledger';
import { readOrdersToPayBack, type Records, type ToPayBack } from '@onsale/records';
import { findEvent } from '../events/find-event.ts';
import { readRecordedUntil } from '../sale/recorded-until.ts';
import { type Available, needed } from './show-cancellation.ts';

/** What cancelling an event would do and cost. Throws `ApiError` 404 when there is no such event. */
export async function estimateCancellation(
  parts: { ledger: Ledger; records: Records; readAvailable: () => Promise<Available> },
  eventId: string,
): Promise<CancellationEstimate> {
  const { ledger, records, readAvailable } = parts;
  const { status, revision, shard } = await findEvent(ledger, eventId);
  const [line, { held, toPayBack }, available, recordedUntil] = await Promise.all([
    readLine(ledger, shard),
    readOrdersToPayBack(records, eventId),
    readAvailable(),
    readRecordedUntil({ records, ledger: () => ledger }, shard),
  ]);
  const by = (wanted: ToPayBack['paidBackBy']) =>
    toPayBack.filter(({ paidBackBy }) => paidBackBy === wanted);
  return {
    ...{ eventId, status, revision, at: new Date().toISOString() },
    orders: {
      ...{ pending: line.waiting, held },
      ...{ paid: sum(by('provider'), 'orders'), byHand: sum(by('by_hand'), 'orders') },
      ...{ free: sum(by('nothing'), 'orders'), disputed: sum(toPayBack, 'disputed') },
    },
    tickets: sum(toPayBack, 'tickets'),
    provider: needed(by('provider'), available),
    byHand: by('by_hand').map(({ currency, orders, amountMinor }) => {
      return { currency, orders, amount: toDecimal(amountMinor, currency) };
    }),
    ...given({ recordedUntil: recordedUntil?.toISOString() }),
  };
}

function sum(some: readonly ToPayBack[], field: 'orders' | 'tickets' | 'disputed'): number {
  return some.reduce((all, each) => all + each[field], 0);
}
