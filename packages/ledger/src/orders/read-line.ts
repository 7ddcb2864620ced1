import { countsKey, orderStreamKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { countBacklog } from './order-stream.ts';

/** How many orders of a shard were ever placed, and how many of them still wait or are being settled. */
export interface LineLength {
  placed: number;
  waiting: number;
}

/** Reads the length of a shard's line in constant time. */
export async function readLine(ledger: Ledger, shard: number): Promise<LineLength> {
  const key = countsKey(shard);
  const [placed, waiting] = await Promise.all([
    ledger.redis.command(key, ['HGET', key, 'placed']),
    countBacklog(ledger.redis, shard),
  ]);
  return { placed: Number(placed), waiting };
}

/** When the first order in line was placed: Unix time in ms by Redis' clock; undefined when none waits. */
export async function readFirstInLine(ledger: Ledger, shard: number): Promise<number | undefined> {
  const key = orderStreamKey(shard);
  const reply = await ledger.redis.command(key, ['XRANGE', key, '-', '+', 'COUNT', '1']);
  const [first] = reply as [string, string[]][];
  return first === undefined ? undefined : Number.parseInt(first[0]);
}
