import { ApiError } from '@onsale/contracts';
import {
  type Finish,
  finishOrders,
  isOpenPayment,
  parseOrderId,
  type Payment,
  type PaymentSnapshot,
} from '@onsale/ledger';
import { storePayment } from '../engine/store-payment.ts';
import type { PaymentWork } from '../engine/work-on-payment.ts';
import { readKnown } from './ask-refund.ts';

/** Changes of the same payment at the same moment are rare. */
const MAX_RACES = 20;

/**
 * Confirms an order that was paid by bank transfer or at the desk, also after its hold if its tickets are
 * still there. The same reference is the same payment. If a payment page is open, it is closed. Throws
 * `ApiError`.
 */
export async function markPaid(
  work: Pick<PaymentWork, 'ledger' | 'readArchived' | 'changed'>,
  orderId: string,
  reference: string,
): Promise<PaymentSnapshot> {
  const { ledger } = work;
  const shard = parseOrderId(orderId, ledger.shards)?.shard ?? 0;
  const known = await readKnown(work, orderId);
  if (known.archived !== undefined) {
    if (known.payment?.markedPaid?.reference === reference) return known;
    throw new ApiError('ORDER_NOT_HELD', 'the order is archived; nothing was changed');
  }
  const confirm = { orderId, step: 'confirm', cause: `manual:${reference}` } as const;
  const [finish = 'no-such-order'] = await finishOrders(ledger, shard, [confirm]);
  if (finish !== 'done' && finish !== 'already') throw refusal(finish);
  for (let race = 0; race < MAX_RACES; race++) {
    const snapshot = await readKnown(work, orderId);
    const { order, payment, nowMs } = snapshot;
    if (payment?.markedPaid !== undefined) return snapshot;
    const { totalMinor: amountMinor, currency } = order;
    const none = { revision: 0, provider: 'manual', amountMinor, currency } as const;
    const before: Payment = payment ?? { ...none, attempts: [], refunds: [], disputes: [] };
    const after: Payment = { ...before, markedPaid: { reference, atMs: nowMs } };
    // Where nobody takes money, nobody would look.
    const dueInMs = isOpenPayment(after) ? 0 : 'never';
    await storePayment(work, snapshot, { after, dueInMs });
  }
  throw new ApiError('PAYMENTS_UNAVAILABLE', 'the payment is being changed right now; try again', {
    retryAfterS: 1,
  });
}

function refusal(finish: Finish): ApiError {
  const why =
    typeof finish === 'string'
      ? (REASONS[finish] ?? 'the order cannot be confirmed')
      : `the order is ${finish.refused}`;
  return new ApiError('ORDER_NOT_HELD', `${why}; nothing was changed`);
}

const REASONS: Readonly<Record<string, string>> = {
  'sold-out': 'the order has expired, and its tickets are gone',
  code: 'the order has expired, and its code is used up or gone',
  turn: 'the order has expired, and its place in the line has another order, or no turn any more',
  limit: 'the order has expired, and its customer has as many tickets as are allowed',
  'event-cancelled': 'the event was cancelled',
};
