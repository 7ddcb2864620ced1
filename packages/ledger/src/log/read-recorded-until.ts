import { orderLogKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';

/**
 * Until when a reader of the order log of a shard knows all that has happened: Unix time in ms; undefined when
 * it has read everything. `position` is the last entry that it is done with.
 */
export async function readRecordedUntil(
  ledger: Pick<Ledger, 'redis'>,
  shard: number,
  position: string,
): Promise<number | undefined> {
  const key = orderLogKey(shard);
  const newest = await ledger.redis.command(key, ['XREVRANGE', key, '+', '-', 'COUNT', '1']);
  const [entry] = newest as [string, string[]][];
  return entry === undefined || entry[0] === position ? undefined : Number.parseInt(position);
}
