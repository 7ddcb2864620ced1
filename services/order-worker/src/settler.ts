import { setTimeout as delay } from 'node:timers/promises';
import { STREAM_ENTRY_VERSION } from '@onsale/contracts';
import {
  countDeliveries,
  holdsSameData,
  isSettled,
  type Ledger,
  moveToDeadLetters,
  orderHandle,
  type OrderLines,
  type Settlement,
  settleOrders,
  type StreamEntry,
} from '@onsale/ledger';
import { isOutage } from '@onsale/redis';
import { type Logger, type Tracing } from '@onsale/service';
import type { WorkerConfig } from './config.ts';
import type { LeftEntries } from './left-entries.ts';
import type { SettlementMetrics } from './settlement-metrics.ts';
import { traceSettlement } from './trace-settlement.ts';

/** Pause between retries while Redis is unreachable or refuses temporarily. */
const RETRY_DELAY_MS = 100;

/** Why an entry can't be settled, as recorded in its dead letter. */
const FAILURES: Partial<Record<Settlement, string>> = {
  'no-such-order': 'the entry names no existing order',
  'malformed-order': 'the record of the order cannot be read',
  'unknown-ticket': 'a ticket of the order has no stock',
};

export interface SettlerParts {
  ledger: Ledger;
  shard: number;
  left: LeftEntries;
  config: WorkerConfig;
  metrics: SettlementMetrics;
  logger: Logger;
  orderLines: OrderLines;
  tracing: Tracing | undefined;
}

/**
 * Settles batches of entries of one shard, whatever happens: retries while Redis is unreachable,
 * settles entries one by one when a batch fails, and moves entries that can never be settled to the
 * dead letters.
 */
export class Settler {
  readonly #parts: SettlerParts;
  #stopped = false;

  constructor(parts: SettlerParts) {
    this.#parts = parts;
  }

  /** Stops retrying while Redis is unreachable; others will claim what is left. */
  giveUp(): void {
    this.#stopped = true;
  }

  /**
   * Settles what can be settled; `consecutive` as in `settleOrders`. Rejects only if it gave up
   * before Redis was back.
   */
  async settle(entries: readonly StreamEntry[], { consecutive = false } = {}): Promise<void> {
    const { ledger, shard, left, metrics } = this.#parts;
    const isNewer = (entry: StreamEntry) => entry.version > STREAM_ENTRY_VERSION;
    left.add(entries.filter(isNewer), 'version');
    const readable = entries.filter((entry) => !isNewer(entry));
    if (readable.length === 0) return;
    const startedAt = performance.now();
    let outcomes: Settlement[];
    try {
      const isWhole = consecutive && readable.length === entries.length;
      outcomes = await this.#untilReachable(() =>
        settleOrders(ledger, shard, readable, { consecutive: isWhole }),
      );
    } catch (error) {
      if (this.#stopped) throw error;
      await this.#settleOneByOne(readable, error);
      return;
    }
    const tookMs = performance.now() - startedAt;
    metrics.settled(outcomes, tookMs / 1000);
    await this.#tellOutcomes(readable, outcomes, tookMs);
  }

  async #tellOutcomes(
    entries: readonly StreamEntry[],
    outcomes: readonly Settlement[],
    tookMs: number,
  ): Promise<void> {
    const { left, metrics, orderLines, tracing } = this.#parts;
    const nowMs = Date.now();
    if (tracing !== undefined) {
      traceSettlement(tracing, { entries, outcomes, startedAtMs: nowMs - tookMs });
    }
    for (const [i, entry] of entries.entries()) {
      const outcome = outcomes[i];
      if (outcome === 'confirmed' || outcome === 'held' || outcome === 'rejected') {
        const durationMs = sincePlaced(entry, nowMs);
        metrics.waited(durationMs / 1000);
        orderLines.changed(entry.orderId, outcome, { durationMs });
      } else if (outcome === 'unknown-state') left.add([entry], 'state');
      else if (outcome !== undefined && !isSettled(outcome)) {
        await this.#deadLetter(entry, FAILURES[outcome] ?? outcome);
      }
    }
  }

  // The script failed for the whole batch, maybe because of one entry. The others must not suffer
  // for it, so a failure counts only against an entry that fails alone.
  async #settleOneByOne(entries: readonly StreamEntry[], cause: unknown): Promise<void> {
    const [only, ...others] = entries;
    if (only === undefined) return;
    if (others.length > 0) {
      this.#parts.logger.warn(
        { err: cause, entries: entries.length },
        'a batch failed; settling its entries one by one',
      );
      for (const entry of entries) await this.settle([entry]);
      return;
    }
    await this.#giveUpAfterMaxDeliveries(only, messageOf(cause));
  }

  async #giveUpAfterMaxDeliveries(entry: StreamEntry, error: string): Promise<void> {
    const { ledger, shard, config, logger } = this.#parts;
    const deliveries = await this.#untilReachable(() =>
      countDeliveries(ledger.redis, shard, entry.id),
    );
    if (deliveries >= config.WORKER_MAX_DELIVERIES) await this.#deadLetter(entry, error);
    else {
      const order = orderHandle(entry.orderId);
      logger.warn({ entry: entry.id, order, deliveries, error }, 'left');
    }
  }

  async #deadLetter(entry: StreamEntry, error: string): Promise<void> {
    const { ledger, shard, metrics, logger } = this.#parts;
    // In an emptied Redis every order is missing. Checked once: if the data comes back, the entry
    // is claimed and its order is found.
    if (!(await holdsSameData(ledger))) throw new Error('the data of this shop is gone');
    const moved = await this.#untilReachable(async () => {
      const deliveries = await countDeliveries(ledger.redis, shard, entry.id);
      return await moveToDeadLetters(ledger, shard, { entry, error, deliveries });
    });
    if (!moved) return;
    metrics.deadLettered();
    const { id, orderId } = entry;
    const durationMs = sincePlaced(entry, Date.now());
    const fields = { entry: id, order: orderHandle(orderId), durationMs, error };
    logger.error(fields, 'order dead-lettered');
  }

  async #untilReachable<Result>(run: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await run();
      } catch (error) {
        if (this.#stopped || !isOutage(error)) throw error;
        await delay(RETRY_DELAY_MS);
      }
    }
  }
}

// An entry's id begins with the time at which Redis added it. Clocks may differ a little.
function sincePlaced(entry: StreamEntry, nowMs: number): number {
  return Math.max(0, nowMs - Number.parseInt(entry.id));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
