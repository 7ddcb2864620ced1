import { bucketIndexKey, orderBucketKey, orderSecond } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { newOrderId } from './order-id.ts';

/** Names read at a time. */
const PAGE = 500;

/** A period, by the clocks of the gateways: Unix times in ms; from the first moment and until the last. */
export interface Period {
  fromMs?: number;
  toMs?: number;
}

/** The keys of the buckets of a shard, the oldest first; of a period only those of its seconds. */
export async function* readBuckets(
  ledger: Pick<Ledger, 'redis'>,
  shard: number,
  { fromMs, toMs }: Period = {},
): AsyncGenerator<string> {
  const key = bucketIndexKey(shard);
  const at = (timeMs: number) => orderBucketKey(shard, orderSecond(newOrderId(shard, timeMs)));
  let from = fromMs === undefined ? '-' : `[${at(Math.max(0, fromMs))}`;
  const to = toMs === undefined ? '+' : `[${at(toMs)}`;
  for (;;) {
    const range = ['ZRANGE', key, from, to, 'BYLEX', 'LIMIT', '0', String(PAGE)];
    const buckets = (await ledger.redis.command(key, range)) as string[];
    yield* buckets;
    if (buckets.length < PAGE) return;
    from = `(${buckets.at(-1) ?? ''}`;
  }
}
