import { countsKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';

/** Orders of a shard since the data was created. */
export interface OrderCounts {
  placed: number;
  confirmed: number;
  rejected: number;
}

export async function readCounts(ledger: Ledger, shard: number): Promise<OrderCounts> {
  const key = countsKey(shard);
  const command = ['HMGET', key, 'placed', 'confirmed', 'rejected'];
  const reply = (await ledger.redis.command(key, command)) as (string | null)[];
  const [placed = 0, confirmed = 0, rejected = 0] = reply.map(Number);
  return { placed, confirmed, rejected };
}
