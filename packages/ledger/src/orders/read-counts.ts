import type { OrderStatus } from '@onsale/contracts';
import { countsKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';

/** The statuses that are counted. Orders that are in none of them are pending. */
export const COUNTED_STATUSES = [
  ...(['held', 'confirmed', 'rejected', 'expired', 'cancelled', 'refunded'] as const),
] as const satisfies readonly OrderStatus[];

/**
 * Orders of a shard: how many were ever placed, and how many are in each status now. Archived ones
 * are included.
 */
export type OrderCounts = Record<'placed' | (typeof COUNTED_STATUSES)[number], number>;

/** The counts at one instant. */
export async function readCounts(ledger: Ledger, shard: number): Promise<OrderCounts> {
  const key = countsKey(shard);
  const fields = ['placed', ...COUNTED_STATUSES] as const;
  const reply = (await ledger.redis.command(key, ['HMGET', key, ...fields])) as (string | null)[];
  const counts = fields.map((field, i) => [field, Number(reply[i])]);
  return Object.fromEntries(counts) as OrderCounts;
}
