import type { OrderDetail, OrderHistoryEntry, OrderNote, OrderStatus } from '@onsale/contracts';
import { given, ORDER_STATES, toDecimal } from '@onsale/ledger';
import type { OrderNote as RecordedNote, RecordedHistory } from '@onsale/records';
import type { FoundOrder } from './find-order.ts';

/** All that is known to have happened to an order, oldest first, and until when all is known. */
export function showHistory(
  { order, payment, isRecorded }: FoundOrder,
  { changes, activity, notes }: RecordedHistory,
): Pick<OrderDetail, 'history' | 'historyUntil'> {
  const placed = { at: new Date(order.createdAtMs).toISOString(), kind: 'placed' as const };
  const history: OrderHistoryEntry[] = [
    ...changes.map(({ at, from, to, cause }) => ({
      ...{ at: at.toISOString(), kind: 'status' as const },
      ...{ from: statusOf(from), to: statusOf(to), cause },
    })),
    ...activity.map(({ at, actor, action, outcome, before, after }) => ({
      ...{ at: at.toISOString(), kind: 'activity' as const, actor, action, outcome },
      ...given({ before: before ?? undefined, after: after ?? undefined }),
    })),
    ...(payment?.refunds ?? []).map(({ id, amountMinor, state, askedAtMs, currency }) => ({
      ...{ at: new Date(askedAtMs).toISOString(), kind: 'refund' as const, cause: id, state },
      amount: toDecimal(amountMinor, currency ?? payment?.currency ?? order.currency),
    })),
    ...notes.map(({ at, actor, text }) => ({
      ...{ at: at.toISOString(), kind: 'note' as const, actor, text },
    })),
  ];
  const until = changes.at(-1)?.at.toISOString() ?? placed.at;
  return {
    history: [placed, ...history.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))],
    ...(isRecorded ? {} : { historyUntil: until }),
  };
}

/** A note as the API shows it. */
export function showNote({ noteId, at, actor, text }: RecordedNote): OrderNote {
  return { noteId, at: at.toISOString(), by: actor, text };
}

const statusOf = (letter: string): OrderStatus => ORDER_STATES[letter]?.status ?? 'unknown';
