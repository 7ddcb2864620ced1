import { orderSecond, paymentsKey, secondOf } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import type { StoredOrder } from '../orders/scan-orders.ts';
import { isOpenPayment, type Payment, unpackPayment } from './payment.ts';

/** The record of an order's payment, where it has one. */
export interface WithPayment {
  payment?: string;
}

/** The key of the payments of the orders in a bucket. */
export function paymentsBeside(shard: number, bucket: string): string {
  return paymentsKey(shard, secondOf(bucket));
}

/**
 * These orders of one bucket with their payments; whether money ever came, and whether money or an answer is
 * under way. What can't be read counts as such.
 */
export async function withPayments<Stored extends StoredOrder>(
  ledger: Pick<Ledger, 'redis'>,
  shard: number,
  orders: readonly Stored[],
): Promise<(Stored & WithPayment & { hadMoney: boolean; hasOpenMoney: boolean })[]> {
  if (orders.length === 0) return [];
  const key = paymentsKey(shard, orderSecond(orders[0]?.id ?? ''));
  const reply = await ledger.redis.command(key, ['HMGET', key, ...orders.map(({ id }) => id)]);
  return orders.map((stored, i) => {
    const record = (reply as (string | null)[])[i];
    if (typeof record !== 'string') return { ...stored, hadMoney: false, hasOpenMoney: false };
    const payment = tryUnpackPayment(record);
    return {
      ...stored,
      payment: record,
      hadMoney: payment === undefined || hadMoney(payment),
      hasOpenMoney: payment === undefined || isOpenPayment(payment),
    };
  });
}

function hadMoney({ attempts, markedPaid }: Payment): boolean {
  return markedPaid !== undefined || attempts.some(({ state }) => state === 'paid');
}

/** Reads a record; undefined when it is malformed. */
export function tryUnpackPayment(record: string): Payment | undefined {
  try {
    return unpackPayment(record);
  } catch {
    return undefined;
  }
}
