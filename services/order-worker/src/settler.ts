import { setTimeout as delay } from 'node:timers/promises';
import { STREAM_ENTRY_VERSION } from '@onsale/contracts';
import {
  countDeliveries,
  holdsSameData,
  isSettled,
  type Ledger,
  moveToDeadLetters,
  type Settlement,
  settleOrders,
  type StreamEntry,
} from '@onsale/ledger';
import { isOutage } from '@onsale/redis';
import { type Logger, type OrderLog, type Tracing } from '@onsale/service';
import type { WorkerConfig } from './config.ts';
import type { SettlementMetrics } from './settlement-metrics.ts';
import { traceSettlement } from './trace-settlement.ts';

/** Between two tries while Redis is away or refuses for a while. */
const RETRY_DELAY_MS = 100;

/** What a settlement that can't be means, for the dead letter. */
const FAILURES: Partial<Record<Settlement, string>> = {
  'no-such-order': 'the entry leads to no order',
  'malformed-order': 'the record of the order cannot be read',
  'unknown-ticket': 'the order has a ticket without stock',
};

/**
 * Settles batches of entries of one shard, whatever happens: tries again while Redis is away, tries
 * entries alone when a batch fails, and moves what can never be settled to the dead letters.
 */
export class Settler {
  readonly #ledger: Ledger;
  readonly #shard: number;
  readonly #config: WorkerConfig;
  readonly #metrics: SettlementMetrics;
  readonly #logger: Logger;
  readonly #orderLog: OrderLog;
  readonly #tracing: Tracing | undefined;
  #stopped = false;

  constructor(parts: {
    ledger: Ledger;
    shard: number;
    config: WorkerConfig;
    metrics: SettlementMetrics;
    logger: Logger;
    orderLog: OrderLog;
    tracing: Tracing | undefined;
  }) {
    this.#ledger = parts.ledger;
    this.#shard = parts.shard;
    this.#config = parts.config;
    this.#metrics = parts.metrics;
    this.#logger = parts.logger;
    this.#orderLog = parts.orderLog;
    this.#tracing = parts.tracing;
  }

  /** No more tries while Redis is away: others will claim what is left. */
  giveUp(): void {
    this.#stopped = true;
  }

  /** Settles what can be settled. Rejects only when it gave up before Redis was back. */
  async settle(entries: readonly StreamEntry[]): Promise<void> {
    const readable = entries.filter((entry) => !(entry.version > STREAM_ENTRY_VERSION));
    await this.#leaveToNewer(entries.filter((entry) => entry.version > STREAM_ENTRY_VERSION));
    if (readable.length === 0) return;
    const startedAt = performance.now();
    let outcomes: Settlement[];
    try {
      outcomes = await this.#untilReachable(() =>
        settleOrders(this.#ledger, this.#shard, readable),
      );
    } catch (error) {
      if (this.#stopped) throw error;
      await this.#settleOneByOne(readable, error);
      return;
    }
    this.#metrics.settled(outcomes, (performance.now() - startedAt) / 1000);
    const nowMs = Date.now();
    if (this.#tracing !== undefined) {
      const startedAtMs = nowMs - (performance.now() - startedAt);
      traceSettlement(this.#tracing, { entries: readable, outcomes, startedAtMs });
    }
    for (const [i, outcome] of outcomes.entries()) {
      const entry = readable[i];
      if (entry === undefined) continue;
      if (outcome === 'confirmed' || outcome === 'rejected') {
        const durationMs = sincePlaced(entry, nowMs);
        this.#metrics.waited(durationMs / 1000);
        this.#orderLog.changed(entry.orderId, outcome, durationMs);
      } else if (!isSettled(outcome)) await this.#bury(entry, FAILURES[outcome] ?? outcome);
    }
  }

  // The script itself failed for the batch. One entry may be the reason: none of the others may
  // suffer for it, and it is only counted against an entry that fails alone.
  async #settleOneByOne(entries: readonly StreamEntry[], cause: unknown): Promise<void> {
    const [only, ...others] = entries;
    if (only === undefined) return;
    if (others.length > 0) {
      this.#logger.warn({ err: cause, entries: entries.length }, 'a batch failed; one by one');
      for (const entry of entries) await this.settle([entry]);
      return;
    }
    await this.#buryAfterMaxDeliveries(only, messageOf(cause));
  }

  // A newer worker will take them, unless there is none for long.
  async #leaveToNewer(entries: readonly StreamEntry[]): Promise<void> {
    for (const entry of entries) {
      await this.#buryAfterMaxDeliveries(
        entry,
        `the entry has version ${entry.version}, this worker understands ${STREAM_ENTRY_VERSION}`,
      );
    }
  }

  async #buryAfterMaxDeliveries(entry: StreamEntry, error: string): Promise<void> {
    const { redis } = this.#ledger;
    const deliveries = await this.#untilReachable(() =>
      countDeliveries(redis, this.#shard, entry.id),
    );
    if (deliveries >= this.#config.WORKER_MAX_DELIVERIES) await this.#bury(entry, error);
    else this.#logger.warn({ entry: entry.id, orderId: entry.orderId, deliveries, error }, 'left');
  }

  async #bury(entry: StreamEntry, error: string): Promise<void> {
    const moved = await this.#untilReachable(async () => {
      // In a Redis that was emptied every order is missing, and nothing may be written there.
      if (!(await holdsSameData(this.#ledger))) throw new Error('the data of this shop are gone');
      const deliveries = await countDeliveries(this.#ledger.redis, this.#shard, entry.id);
      return await moveToDeadLetters(this.#ledger, this.#shard, { entry, error, deliveries });
    });
    if (!moved) return;
    this.#metrics.deadLettered();
    const { id, orderId } = entry;
    const durationMs = sincePlaced(entry, Date.now());
    this.#logger.error({ entry: id, orderId, durationMs, error }, 'order dead-lettered');
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

// The id of an entry begins with the time at which Redis took it. Clocks may differ a little.
function sincePlaced(entry: StreamEntry, nowMs: number): number {
  return Math.max(0, nowMs - Number.parseInt(entry.id));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
