import type { PaidBackBy } from '@onsale/contracts';
import { secondOf } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { parseOrderId } from '../orders/order-id.ts';
import { unpackOrder } from '../orders/order-record.ts';
import { scanStoredOrders, type StoredOrder } from '../orders/scan-orders.ts';
import type { Payment } from '../payments/payment.ts';
import { tryUnpackPayment, withPayments } from '../payments/payments-of-orders.ts';

/** A confirmed order of an event, and what would have to go back if the event were cancelled. */
export interface OrderToPayBack {
  orderId: string;
  paidBackBy: PaidBackBy;
  /** In minor units. */
  amountMinor: number;
  currency: string;
}

/** A page of the orders of an event. */
export interface OrdersToPayBack {
  orders: OrderToPayBack[];
  /** Whoever goes on from here (Unix time in ms) misses none. */
  readToMs: number;
}

/**
 * The confirmed orders of an event that were placed at `fromMs` or later, in pages. Reads all
 * orders of its shard, but keeps Redis busy for well below a millisecond at a time. An order whose record can't
 * be read is passed to `onMalformed` instead.
 */
export async function* scanOrdersToPayBack(
  ledger: Ledger,
  event: { shard: number; eventId: string },
  options: { fromMs?: number; onMalformed: (orderId: string, error: unknown) => void },
): AsyncGenerator<OrdersToPayBack> {
  const { shard, eventId } = event;
  const { fromMs, onMalformed } = options;
  // What names it may be of another event with a similar id, but what does not is not of this one.
  const named = JSON.stringify(eventId);
  const range = fromMs === undefined ? {} : { fromMs };
  for await (const page of scanStoredOrders(ledger, shard, range)) {
    const [first] = page;
    if (first === undefined) continue;
    const readToMs = placedAtMs(ledger, first);
    const wanted = page.filter(({ record }) => record.includes(named));
    const stored = await withPayments(ledger, shard, wanted);
    const orders = stored.flatMap(({ id, record, payment }) => {
      try {
        return toPayBack(eventId, { id, record, payment });
      } catch (error) {
        onMalformed(id, error);
        return [];
      }
    });
    yield { orders, readToMs };
  }
}

function placedAtMs(ledger: Ledger, { id, bucket }: StoredOrder): number {
  const placed = parseOrderId(id, ledger.shards)?.createdAtMs;
  if (placed !== undefined) return placed;
  throw new Error(`the orders of ${secondOf(bucket)} are not of this ledger`);
}

function toPayBack(
  eventId: string,
  stored: { id: string; record: string; payment: string | undefined },
): OrderToPayBack[] {
  const order = unpackOrder(stored.record);
  if (order.eventId !== eventId || order.status !== 'confirmed') return [];
  const payment = stored.payment === undefined ? undefined : tryUnpackPayment(stored.payment);
  const { currency } = order;
  const byProvider = payment === undefined ? undefined : paidToProviderMinor(payment);
  if (byProvider !== undefined) {
    return [{ orderId: stored.id, paidBackBy: 'provider', amountMinor: byProvider, currency }];
  }
  const refundedMinor = (order.extras?.refunds ?? []).reduce(
    (sum, { amountMinor }) => sum + amountMinor,
    0,
  );
  const amountMinor = Math.max(0, order.totalMinor - refundedMinor);
  const paidBackBy = amountMinor > 0 ? 'by_hand' : 'nothing';
  return [{ orderId: stored.id, paidBackBy, amountMinor, currency }];
}

/** What a provider still has of the money for the tickets; undefined when none has ever had any. */
function paidToProviderMinor({ attempts, refunds }: Payment): number | undefined {
  const paid = attempts.find(({ state, use }) => state === 'paid' && use !== 'refund');
  if (paid === undefined) return undefined;
  const gone = refunds.filter((refund) => {
    return refund.paymentId === paid.paymentId && refund.state !== 'failed';
  });
  const goneMinor = gone.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return Math.max(0, (paid.paid?.amountMinor ?? 0) - goneMinor);
}
