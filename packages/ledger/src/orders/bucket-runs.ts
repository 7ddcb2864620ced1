import { orderBucketKey, orderSecond } from '../keys.ts';

/** Orders that come one after another and lie in the same bucket. */
interface BucketRuns {
  /** The bucket of each run. */
  keys: string[];
  /** The number of orders in each run. */
  sizes: number[];
}

/**
 * Which buckets some orders of a shard lie in, in their order. Those that are placed or settled
 * together were made in the same second, so that as a rule one run has them all.
 */
export function bucketRuns(shard: number, orderIds: readonly string[]): BucketRuns {
  const runs: BucketRuns = { keys: [], sizes: [] };
  let second: string | undefined;
  for (const id of orderIds) {
    const own = orderSecond(id);
    if (own !== second) {
      second = own;
      runs.keys.push(orderBucketKey(shard, second));
      runs.sizes.push(0);
    }
    runs.sizes[runs.sizes.length - 1]! += 1;
  }
  return runs;
}
