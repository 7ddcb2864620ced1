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

/** Between two tries while Redis is away or refuses for a while. */
const RETRY_DELAY_MS = 100;

/** Why an entry can't be settled, as its dead letter says it. */
const FAILURES: Partial<Record<Settlement, string>> = {
  'no-such-order': 'the entry leads to no order',
  'malformed-order': 'the record of the order cannot be read',
  'unknown-ticket': 'the order has a ticket without stock',
};

/** What a settler works with. */
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
 * Settles batches of entries of one shard, whatever happens: tries again while Redis is away, tries
 * entries alone when a batch fails, and moves what can never be settled to the dead letters.
 */
export class Settler {
  readonly #parts: SettlerParts;
  #stopped = false;

  constructor(parts: SettlerParts) {
    this.#parts = parts;
  }

  /** No more tries while Redis is away: others will claim what is left. */
  giveUp(): void {
    this.#stopped = true;
  }

  /**
   * Settles what can be settled; `consecutive` as for `settleOrders`. Rejects only when it gave up
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
      if (outcome === 'confirmed' || outcome === 'rejected') {
        const durationMs = sincePlaced(entry, nowMs);
        metrics.waited(durationMs / 1000);
        orderLines.changed(entry.orderId, outcome, { durationMs });
      } else if (outcome === 'unknown-state') left.add([entry], 'state');
      else if (outcome !== undefined && !isSettled(outcome)) {
        await this.#deadLetter(entry, FAILURES[outcome] ?? outcome);
      }
    }
  }

  // The script itself failed for the batch. One entry may be the reason: none of the others may
  // suffer for it, and it is only counted against an entry that fails alone.
  async #settleOneByOne(entries: readonly StreamEntry[], cause: unknown): Promise<void> {
    const [only, ...others] = entries;
    if (only === undefined) return;
    if (others.length > 0) {
      this.#parts.logger.warn(
        { err: cause, entries: entries.length },
        'a batch failed; one by one',
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
    const moved = await this.#untilReachable(async () => {
      // In a Redis that was emptied every order is missing, and nothing may be written there.
      if (!(await holdsSameData(ledger))) throw new Error('the data of this shop are gone');
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

// The id of an entry begins with the time at which Redis took it. Clocks may differ a little.
function sincePlaced(entry: StreamEntry, nowMs: number): number {
  return Math.max(0, nowMs - Number.parseInt(entry.id));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
