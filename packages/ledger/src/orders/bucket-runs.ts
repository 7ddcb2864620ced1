import { orderBucketKey, orderSecond } from '../keys.ts';

/** Consecutive orders that are stored in the same bucket. */
interface BucketRuns {
  /** The bucket of each run. */
  keys: string[];
  /** The number of orders in each run. */
  sizes: number[];
}

/**
 * Groups orders of a shard by bucket, keeping their order. Orders placed or settled together were
 * usually created in the same second, so there is usually one run.
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
