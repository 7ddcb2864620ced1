import { bucketRuns } from './bucket-runs.ts';
import {
  boughtPrefix,
  codesPrefix,
  countsKey,
  eventPrefix,
  holdsKey,
  linePlacesPrefix,
  linePrefix,
  lineTurnsPrefix,
  logReadersKey,
  orderChangesChannel,
  orderLogKey,
  orderStreamKey,
  poolsKey,
  stockKey,
  WORKER_GROUP,
} from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import type { StreamEntry } from './order-stream.ts';
import { loadScript, runScript } from '@onsale/redis';

/** Maximum number of entries per `settle` call; 1,000 block Redis for 3 ms. */
export const MAX_SETTLE_BATCH = 1000;

const settleScript = loadScript(new URL('./settle.lua', import.meta.url));

/**
 * The result for one entry. The last four leave it in the stream; the very last is for a newer
 * version to settle.
 */
export type Settlement =
  | 'confirmed'
  | 'held'
  | 'rejected'
  | 'already-settled'
  | 'no-such-order'
  | 'malformed-order'
  | 'unknown-ticket'
  | 'unknown-state';

const SETTLEMENTS: Record<string, Settlement> = {
  c: 'confirmed',
  h: 'held',
  r: 'rejected',
  a: 'already-settled',
  m: 'no-such-order',
  b: 'malformed-order',
  u: 'unknown-ticket',
  l: 'unknown-state',
};

const FINISHED: ReadonlySet<Settlement> = new Set<Settlement>([
  ...(['confirmed', 'held', 'rejected', 'already-settled'] as const),
]);

/** Whether an entry is finished: its order is no longer pending and the entry is removed. */
export function isSettled(settlement: Settlement): boolean {
  return FINISHED.has(settlement);
}

/**
 * Settles a batch of entries of one shard in one atomic call, first come, first served, and returns
 * one settlement for each entry. Safe to repeat: an order is settled once. Cheaper with
 * `consecutive`, for entries that directly follow one another in the stream, as a single read of
 * new entries returns them.
 */
export async function settleOrders(
  ledger: Ledger,
  shard: number,
  entries: readonly StreamEntry[],
  { consecutive = false } = {},
): Promise<Settlement[]> {
  const call = settleCall(shard, entries, { consecutive });
  const reply = await runScript(ledger.redis, settleScript, call);
  return Array.from(String(reply), (letter) => {
    const settlement = SETTLEMENTS[letter];
    if (settlement === undefined) throw new Error(`settle answered ${JSON.stringify(reply)}`);
    return settlement;
  });
}

/** The keys and arguments of the script; exported for benchmarks. */
export function settleCall(
  shard: number,
  entries: readonly Pick<StreamEntry, 'id' | 'orderId'>[],
  { consecutive }: { consecutive: boolean },
): { keys: [string, ...string[]]; args: string[] } {
  const orderIds = entries.map((entry) => entry.orderId);
  const runs = bucketRuns(shard, orderIds);
  const fixed = [
    ...([orderStreamKey(shard), stockKey(shard), countsKey(shard)] as const),
    ...([poolsKey(shard), holdsKey(shard), orderLogKey(shard)] as const),
  ] as const;
  const order = consecutive ? 'consecutive' : '';
  const args = [WORKER_GROUP, orderChangesChannel(shard), order];
  args.push(logReadersKey(shard), eventPrefix(shard), boughtPrefix(shard), codesPrefix(shard));
  args.push(linePrefix(shard), linePlacesPrefix(shard), lineTurnsPrefix(shard));
  args.push(String(runs.keys.length));
  args.push(...runs.sizes.map(String), ...entries.map((entry) => entry.id), ...orderIds);
  return { keys: [...fixed, ...runs.keys], args };
}
