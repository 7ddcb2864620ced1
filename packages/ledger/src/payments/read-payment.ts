import { loadScript, runScript } from '@onsale/redis';
import { isArchivedSecond } from '../archive/archived-to.ts';
import {
  archivedPaymentsKey,
  archiveKey,
  orderAddress,
  orderSecond,
  paymentsKey,
} from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { parseOrderId } from '../orders/order-id.ts';
import { headOf } from '../orders/order-record.ts';
import { isOutcome } from '../orders/order-states.ts';
import { type Order, toOrder } from '../orders/order.ts';
import {
  type ArchivedOrderState,
  bareRecord,
  BRING_BACK_WITHIN_MS,
  type ReadArchivedOrder,
  readIndexed,
} from './archived-payment.ts';
import { type Payment, unpackPayment } from './payment.ts';

const readPaymentScript = loadScript(new URL('./read-payment.lua', import.meta.url));

/** An order and its payment, as they were at one instant. */
export interface PaymentSnapshot {
  order: Order;
  /** The head of the order's record: while it is the same, so is its state. */
  head: string;
  /** Undefined when none was started. */
  payment: Payment | undefined;
  /** Redis' clock: Unix time in ms. */
  nowMs: number;
  /** When the order has left Redis: its money moves, its tickets don't. */
  archived?: ArchivedOrderState;
}

/**
 * Reads an order with its payment; undefined when there is no such order. One that has left Redis is found
 * while its money moves, and otherwise by `readArchived`, where that is given. Throws when a record is
 * malformed, and what `readArchived` throws.
 */
export async function readPayment(
  ledger: Ledger,
  orderId: string,
  readArchived?: ReadArchivedOrder,
): Promise<PaymentSnapshot | undefined> {
  const shard = parseOrderId(orderId, ledger.shards)?.shard;
  if (shard === undefined) return undefined;
  const [bucket] = orderAddress(shard, orderId);
  const reply = await runScript(ledger.redis, readPaymentScript, {
    keys: [
      ...([bucket, paymentsKey(shard, orderSecond(orderId))] as const),
      archivedPaymentsKey(shard),
    ],
    args: [orderId, archiveKey(shard)],
  });
  const [order, payment, now, indexed, archivedTo] = reply as [
    ...[string, string, string],
    ...[string, string],
  ];
  const nowMs = Number(now);
  const toSnapshot = (record: string, paymentRecord: string): PaymentSnapshot => ({
    order: toOrder(ledger, orderId, record),
    head: headOf(record),
    payment: paymentRecord === '' ? undefined : unpackPayment(paymentRecord),
    nowMs,
  });
  if (order !== '') return toSnapshot(order, payment);
  if (indexed !== '') {
    const { record } = readIndexed(indexed);
    return { ...toSnapshot(record, payment), archived: { record } };
  }
  if (readArchived === undefined || !isArchivedSecond(orderId, archivedTo)) return undefined;
  const found = await readArchived(orderId);
  if (found === undefined) return undefined;
  const record = bareRecord(orderId, found.record);
  const snapshot = toSnapshot(record, found.payment ?? '');
  // What is still under way has been lost here, and has not left.
  if (!isOutcome(snapshot.order.status)) return undefined;
  return { ...snapshot, archived: { record, bringBackUntilMs: nowMs + BRING_BACK_WITHIN_MS } };
}
