import { setTimeout as delay } from 'node:timers/promises';
import { loadScript, runScript } from '@onsale/redis';
import {
  archiveKey,
  boughtKey,
  bucketIndexKey,
  codesKey,
  logReadersKey,
  paymentsDueKey,
  secondOf,
} from '../keys.ts';
import { usedField } from '../codes/stored-code.ts';
import type { Ledger } from '../ledger.ts';
import { comparePositions, readReaders } from '../log/log-readers.ts';
import type { StoredOrder } from '../orders/scan-orders.ts';
import { archivedOrdersField, archivedSoldField } from './archive-sums.ts';
import { paymentsBeside, type WithPayment } from '../payments/payments-of-orders.ts';
import { addTo, type BookedOrder, readBooked } from '../orders/booked-order.ts';

const archiveScript = loadScript(new URL('./archive-orders.lua', import.meta.url));

/** The result of one attempt. */
export type Removal =
  /** The number of orders that were removed; the others had changed, or were gone already. */
  | { removed: number }
  /** None was, because this reader of the order log has not come that far. */
  | { behind: string };

/** Orders in one call: about 100 kB of records, which Redis compares in well below a millisecond. */
const BATCH = 250;

/**
 * Removes orders for good and adds them to the sums of the archive, in one step for each batch. An
 * order that has changed since it was read stays, or whose payment has. `logEnd` is the end of the order log, read after the
 * orders were: all readers must be done with it. Safe to repeat and safe to interrupt: no order is
 * counted twice, or removed without being counted.
 */
export async function removeOrders(
  ledger: Ledger,
  shard: number,
  { orders, logEnd }: { orders: readonly (StoredOrder & WithPayment)[]; logEnd: string },
): Promise<Removal> {
  let removed = 0;
  for (const [bucket, stored] of Map.groupBy(orders, (order) => order.bucket)) {
    for (let i = 0; i < stored.length; i += BATCH) {
      const batch = stored.slice(i, i + BATCH);
      const removal = await removeBatch(ledger, shard, { bucket, orders: batch, logEnd });
      if ('behind' in removal) return removal;
      removed += removal.removed;
    }
  }
  return { removed };
}

/**
 * Waits until all readers of the order log are done with it up to this position, for at most `waitMs`.
 * Returns the name of one that is not; undefined when all are.
 */
export async function waitForReaders(
  ledger: Ledger,
  shard: number,
  { logEnd, waitMs, signal }: { logEnd: string; waitMs: number; signal?: AbortSignal | undefined },
): Promise<string | undefined> {
  const deadlineMs = performance.now() + waitMs;
  for (;;) {
    const readers = await readReaders(ledger, shard);
    const behind = readers.find(({ position }) => comparePositions(position, logEnd) < 0);
    if (behind === undefined) return undefined;
    if (performance.now() >= deadlineMs) return behind.reader;
    await delay(POLL_MS, undefined, { signal });
  }
}

const POLL_MS = 100;

async function removeBatch(
  ledger: Ledger,
  shard: number,
  batch: { bucket: string; orders: readonly (StoredOrder & WithPayment)[]; logEnd: string },
): Promise<Removal> {
  let { orders } = batch;
  for (;;) {
    const booked = orders.map(({ record }) => readBooked(record));
    const sums = [...sumsOf(booked)];
    const reply = await runScript(ledger.redis, archiveScript, {
      keys: [
        ...([batch.bucket, bucketIndexKey(shard), archiveKey(shard)] as const),
        ...[logReadersKey(shard), paymentsBeside(shard, batch.bucket), paymentsDueKey(shard)],
      ],
      args: [
        ...[batch.logEnd, String(orders.length), String(sums.length), secondOf(batch.bucket)],
        ...orders.map(({ id }) => id),
        ...orders.map(({ record }) => record),
        ...orders.map(({ payment = '' }) => payment),
        ...sums.flatMap(([field, count]) => [field, String(count)]),
        ...booked.flatMap((order) => countsOf(shard, order)),
      ],
    });
    const [word, rest = ''] = String(reply).split(':');
    if (word === 'behind') return { behind: rest };
    if (word === 'archived') return { removed: orders.length };
    const changed = new Set(rest.split(',').map(Number));
    orders = orders.filter((_, i) => !changed.has(i + 1));
    if (orders.length === 0) return { removed: 0 };
  }
}

// What is counted of an order elsewhere: key, field and number.
function countsOf(
  shard: number,
  { eventId, customerKey: customer, owned, codeUse }: BookedOrder,
): string[] {
  const isCounted = customer !== undefined && owned > 0;
  return [
    ...(isCounted ? [boughtKey(shard, eventId), customer, String(owned)] : []),
    ...(codeUse === undefined || codeUse.uses === 0
      ? []
      : [codesKey(shard, eventId), usedField(codeUse.code), String(codeUse.uses)]),
  ];
}

function sumsOf(orders: readonly BookedOrder[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { status, booked } of orders) {
    addTo(sums, archivedOrdersField(status), 1);
    for (const [ticketId, qty] of booked) addTo(sums, archivedSoldField(ticketId), qty);
  }
  return sums;
}
