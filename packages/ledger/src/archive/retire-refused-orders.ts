import { setTimeout as delay } from 'node:timers/promises';
import { loadScript, runScript } from '@onsale/redis';
import { archiveKey, bucketIndexKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { readLogEnd } from '../log/read-log.ts';
import { scanStoredOrders, type StoredOrder } from '../orders/scan-orders.ts';
import { tryReadBooked } from '../orders/booked-order.ts';
import { withPayments } from '../payments/payments-of-orders.ts';
import { readTimeMs } from '../redis-time.ts';
import { removeOrders, waitForReaders } from './remove-orders.ts';
import { bucketTimeMs, isRefused, keepRefused } from './retention.ts';

const beginScript = loadScript(new URL('./begin-retiring.lua', import.meta.url));

/**
 * Whether it is this process' turn to retire the refused orders of a shard, which comes once in
 * `everyMs` for all of them together.
 */
export async function beginRetiring(
  ledger: Ledger,
  shard: number,
  { everyMs }: { everyMs: number },
): Promise<boolean> {
  const keys = [archiveKey(shard), bucketIndexKey(shard)] as const;
  const args = [String(everyMs)];
  return (await runScript(ledger.redis, beginScript, { keys, args })) === 1;
}

/** What was retired. */
export interface Retirement {
  /** Orders that were removed. */
  removed: number;
  /** A reader of the order log that is behind, so that nothing more was removed. */
  behind: string | undefined;
}

/**
 * Removes the orders of a shard that got no tickets and no money, `refusedMs` after their outcome;
 * only their sums stay. Slow on purpose: with `pauseMs` between pages it takes a few percent of Redis'
 * time at most. Any number may run at once.
 */
export async function retireRefusedOrders(
  ledger: Ledger,
  shard: number,
  run: {
    refusedMs: number;
    /** Between two pages. */
    pauseMs: number;
    /** How long to wait for readers of the order log that are behind. */
    waitMs: number;
    signal?: AbortSignal;
    onRemoved?: (orders: number) => void;
  },
): Promise<Retirement> {
  const retirement: Retirement = { removed: 0, behind: undefined };
  const nowMs = await readTimeMs(ledger, archiveKey(shard));
  const now = { nowMs, keep: { refusedMs: run.refusedMs, soldMs: Infinity } };
  const isOld = (bucket: string) => bucketTimeMs(bucket) + run.refusedMs <= nowMs;
  for await (const page of scanStoredOrders(ledger, shard, { while: isOld })) {
    run.signal?.throwIfAborted();
    const due = page.filter((stored) => isDue(stored, now));
    const orders = (await withPayments(ledger, shard, due)).filter(({ hadMoney }) => !hadMoney);
    if (orders.length > 0) {
      // What was logged of these orders is below the present end.
      const logEnd = await readLogEnd(ledger, shard);
      retirement.behind = await waitForReaders(ledger, shard, { ...run, logEnd });
      if (retirement.behind !== undefined) return retirement;
      const removal = await removeOrders(ledger, shard, { orders, logEnd });
      if ('behind' in removal) return { ...retirement, behind: removal.behind };
      retirement.removed += removal.removed;
      run.onRemoved?.(removal.removed);
    }
    await delay(run.pauseMs, undefined, { signal: run.signal });
  }
  return retirement;
}

// Unreadable orders are left to the audit, which reports them.
function isDue({ record }: StoredOrder, now: Parameters<typeof keepRefused>[1]): boolean {
  const order = tryReadBooked(record);
  return order !== undefined && isRefused(order) && keepRefused(order, now) === 'due';
}
