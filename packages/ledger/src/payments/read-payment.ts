import { loadScript, runScript } from '@onsale/redis';
import { orderAddress, orderSecond, paymentsKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { parseOrderId } from '../orders/order-id.ts';
import { headOf } from '../orders/order-record.ts';
import { type Order, toOrder } from '../orders/order.ts';
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
}

/**
 * Reads an order with its payment; undefined when there is no such order. Throws when a record is
 * malformed.
 */
export async function readPayment(
  ledger: Ledger,
  orderId: string,
): Promise<PaymentSnapshot | undefined> {
  const shard = parseOrderId(orderId, ledger.shards)?.shard;
  if (shard === undefined) return undefined;
  const [bucket] = orderAddress(shard, orderId);
  const reply = await runScript(ledger.redis, readPaymentScript, {
    keys: [bucket, paymentsKey(shard, orderSecond(orderId))],
    args: [orderId],
  });
  const [order, payment, now] = reply as [string, string, string];
  if (order === '') return undefined;
  return {
    order: toOrder(ledger, orderId, order),
    head: headOf(order),
    payment: payment === '' ? undefined : unpackPayment(payment),
    nowMs: Number(now),
  };
}
