import { loadScript, runScript } from '@onsale/redis';
import {
  archiveKey,
  boughtPrefix,
  bucketIndexKey,
  codesPrefix,
  countsKey,
  deadLetterKey,
  eventsKey,
  holdsKey,
  openPaymentsKey,
  orderLogKey,
  orderStreamKey,
  paymentsDueKey,
  paymentsPrefix,
  poolsKey,
  REHEARSAL_SHARD,
  stockKey,
  WORKER_GROUP,
} from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { allLineKeysOf } from '../waiting-room/remove-line.ts';

/** Buckets deleted in one call, for about 10 ms: the orders of more than an hour. */
const MOST_BUCKETS = 4000;

const resetScript = loadScript(new URL('./reset-rehearsal.lua', import.meta.url));

/**
 * Deletes the orders and lines of rehearsals, and puts their tickets and uses of codes back on sale; returns the
 * number of orders. Safe while a load runs: an order that is placed or settled meanwhile is deleted or not
 * touched. Idempotency keys stay until they expire.
 */
export async function resetRehearsal(ledger: Pick<Ledger, 'redis'>): Promise<number> {
  const shard = REHEARSAL_SHARD;
  const emptied = [orderStreamKey, stockKey, poolsKey, bucketIndexKey, eventsKey, orderLogKey];
  const indexes = [holdsKey, openPaymentsKey, paymentsDueKey];
  const deleted = [deadLetterKey, countsKey, archiveKey, ...indexes];
  const keys = [...emptied, ...deleted].map((key) => key(shard)) as [string, ...string[]];
  const prefixes = [codesPrefix(shard), ...allLineKeysOf({ shard, eventId: '' })];
  const args = [
    ...[WORKER_GROUP, boughtPrefix(shard), String(MOST_BUCKETS), paymentsPrefix(shard)],
    ...prefixes,
  ];
  let total = 0;
  for (;;) {
    const reply = await runScript(ledger.redis, resetScript, { keys, args });
    const [orders, isDone] = reply as [number, number];
    total += orders;
    if (isDone === 1) return total;
  }
}
