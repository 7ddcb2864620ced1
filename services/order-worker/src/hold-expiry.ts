import { setTimeout as delay } from 'node:timers/promises';
import {
  type DataGuard,
  finishOrders,
  type Ledger,
  orderHandle,
  type OrderLines,
  parseOrderId,
  readDueHolds,
} from '@onsale/ledger';
import { isOutage } from '@onsale/redis';
import type { Logger } from '@onsale/service';
import type { HoldMetrics } from './hold-metrics.ts';

/** How often due holds are looked for; a buyer who cancels waits for this. */
const LOOK_EVERY_MS = 250;
/** Holds released in one call: blocks Redis for well under a millisecond. */
const BATCH = 64;
/** Holds read at a time. Their batches go to Redis together, and share one wait for its disk. */
const PAGE = 8 * BATCH;
/** Holds that could not be released are skipped so long, so that they don't stand before others. */
const FORGET_LEFT_MS = 60_000;

export interface HoldExpiryParts {
  guard: Pick<DataGuard, 'obstacle'>;
  ledger: Ledger;
  shard: number;
  metrics: HoldMetrics;
  logger: Logger;
  orderLines: OrderLines;
  /** The clock of this process: Unix time in ms. */
  now?: () => number;
}

/**
 * Puts the tickets of held orders back on sale once their deadline has passed. A hold must be due by
 * the clock of this process, which looks for it, and by that of Redis, which judges it; so no clock that
 * jumps ends a hold early. Any number of workers may do this at once: each hold ends once.
 */
export class HoldExpiry {
  readonly #parts: HoldExpiryParts;
  readonly #now: () => number;
  readonly #stop = new AbortController();
  readonly #left = new Set<string>();
  #forgottenAtMs = performance.now();
  #running: Promise<void> | undefined;

  constructor(parts: HoldExpiryParts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { guard, logger } = this.#parts;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      if (guard.obstacle === undefined) {
        await this.#releaseDue().catch((error: unknown) => {
          // After an outage, and after any other error, the next look finds the same holds.
          const level = isOutage(error) ? 'debug' : 'error';
          logger[level]({ err: error }, 'holds could not be released');
        });
      }
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  // Page by page, until nothing is due.
  async #releaseDue(): Promise<void> {
    const { ledger, shard } = this.#parts;
    this.#forgetLeft();
    while (!this.#stop.signal.aborted) {
      const count = PAGE + this.#left.size;
      const found = await readDueHolds(ledger, shard, { nowMs: this.#now(), count });
      const due = found.filter((orderId) => !this.#left.has(orderId));
      if (due.length === 0) return;
      const released = await Promise.all(batchesOf(due).map((batch) => this.#release(batch)));
      // Otherwise others were faster, or by Redis' clock it is not time yet.
      const isProgress = released.some((count) => count > 0);
      if (!isProgress || found.length < PAGE) return;
    }
  }

  /** Returns how many were released. */
  async #release(orderIds: readonly string[]): Promise<number> {
    const { ledger, shard, metrics } = this.#parts;
    const startedAtMs = performance.now();
    const steps = orderIds.map((orderId) => ({ orderId, step: 'expire' }) as const);
    const finishes = await finishOrders(ledger, shard, steps);
    metrics.released((performance.now() - startedAtMs) / 1000);
    let released = 0;
    for (const [i, orderId] of orderIds.entries()) {
      const finish = finishes[i];
      if (finish === 'done' || finish === 'done-as-asked') {
        released += 1;
        this.#tell(orderId, finish === 'done' ? 'expired' : 'cancelled');
      } else if (finish === 'unknown-state') this.#leave(orderId);
    }
    return released;
  }

  #tell(orderId: string, state: 'expired' | 'cancelled'): void {
    const { ledger, metrics, orderLines } = this.#parts;
    metrics.ended(state);
    const placedAtMs = parseOrderId(orderId, ledger.shards)?.createdAtMs ?? Number.NaN;
    orderLines.changed(orderId, state, { durationMs: Math.max(0, this.#now() - placedAtMs) });
  }

  #leave(orderId: string): void {
    const { metrics, logger } = this.#parts;
    this.#left.add(orderId);
    metrics.ended('left');
    logger.warn({ order: orderHandle(orderId) }, 'leaving a hold whose order cannot be read');
  }

  #forgetLeft(): void {
    if (performance.now() - this.#forgottenAtMs < FORGET_LEFT_MS) return;
    this.#forgottenAtMs = performance.now();
    this.#left.clear();
  }
}

// In random order, so that several workers seldom release the same ones.
function batchesOf(orderIds: readonly string[]): string[][] {
  const batches: string[][] = [];
  for (let i = 0; i < orderIds.length; i += BATCH) batches.push(orderIds.slice(i, i + BATCH));
  return batches
    .map((batch) => ({ batch, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ batch }) => batch);
}
