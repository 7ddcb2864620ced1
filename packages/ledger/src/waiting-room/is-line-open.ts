import { lineKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';

/** Whether the line of an event has opened: with a waiting room that opens by itself, orders need an admission then. */
export async function isLineOpen(
  ledger: Pick<Ledger, 'redis'>,
  shard: number,
  eventId: string,
): Promise<boolean> {
  const key = lineKey(shard, eventId);
  return (await ledger.redis.command(key, ['HGET', key, 'opened'])) === '1';
}
