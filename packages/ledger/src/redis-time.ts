import type { RedisReply } from '@onsale/redis';
import type { Ledger } from './ledger.ts';

/** The clock of the Redis that holds `key`: Unix time in ms. */
export async function readTimeMs(ledger: Pick<Ledger, 'redis'>, key: string): Promise<number> {
  return toTimeMs(await ledger.redis.command(key, ['TIME']));
}

/** Unix time in ms from the reply to `TIME`. */
export function toTimeMs(reply: RedisReply): number {
  const [seconds, microseconds] = reply as [string, string];
  return Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
}
