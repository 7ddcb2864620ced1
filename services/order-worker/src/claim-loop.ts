import { setTimeout as delay } from 'node:timers/promises';
import {
  claimEntries,
  type DataGuard,
  ensureWorkerGroup,
  type Ledger,
  retireConsumers,
} from '@onsale/ledger';
import type { Logger } from '@onsale/service';
import type { WorkerConfig } from './config.ts';
import type { SettlementMetrics } from './settlement-metrics.ts';
import type { Settler } from './settler.ts';

/** How often it looks for entries of the dead: a fifth of the time after which they count as such. */
const CHECKS_PER_IDLE_TIME = 5;
const MAX_INTERVAL_MS = 5000;
/** A consumer that owns nothing and was not seen for an hour will not come back. */
const RETIRE_IDLE_MS = 3_600_000;
/** Looking at all consumers blocks Redis a little, so it is done rarely. */
const RETIRE_INTERVAL_MS = 300_000;

/**
 * Takes over what another worker, or this one before an outage, has read but not settled in time.
 * Follows the cursor, so that a large backlog of the dead is worked off in one go.
 */
export class ClaimLoop {
  readonly #guard: DataGuard;
  readonly #ledger: Ledger;
  readonly #shard: number;
  readonly #consumer: string;
  readonly #settler: Settler;
  readonly #config: WorkerConfig;
  readonly #metrics: SettlementMetrics;
  readonly #logger: Logger;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #retiredAtMs = performance.now();

  constructor(parts: {
    guard: DataGuard;
    ledger: Ledger;
    shard: number;
    consumer: string;
    settler: Settler;
    config: WorkerConfig;
    metrics: SettlementMetrics;
    logger: Logger;
  }) {
    this.#guard = parts.guard;
    this.#ledger = parts.ledger;
    this.#shard = parts.shard;
    this.#consumer = parts.consumer;
    this.#settler = parts.settler;
    this.#config = parts.config;
    this.#metrics = parts.metrics;
    this.#logger = parts.logger;
  }

  async start(): Promise<void> {
    await ensureWorkerGroup(this.#ledger.redis, this.#shard);
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const intervalMs = Math.min(
      MAX_INTERVAL_MS,
      this.#config.WORKER_CLAIM_IDLE_MS / CHECKS_PER_IDLE_TIME,
    );
    while (!signal.aborted) {
      await delay(intervalMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      if (this.#guard.obstacle !== undefined) continue;
      await this.#claimAll().catch((error: unknown) =>
        this.#logger.debug({ err: error }, 'claiming failed'),
      );
    }
  }

  async #claimAll(): Promise<void> {
    const { redis } = this.#ledger;
    let cursor = '0-0';
    do {
      const claim = await claimEntries(redis, this.#shard, {
        consumer: this.#consumer,
        minIdleMs: this.#config.WORKER_CLAIM_IDLE_MS,
        count: this.#config.WORKER_BATCH,
        cursor,
      });
      if (claim.lost.length > 0) {
        this.#metrics.lost(claim.lost.length);
        this.#logger.error({ entries: claim.lost }, 'entries vanished before they were settled');
      }
      if (claim.entries.length > 0) {
        this.#metrics.claimed(claim.entries.length);
        this.#logger.info({ entries: claim.entries.length }, 'took over entries');
        await this.#settler.settle(claim.entries);
      }
      cursor = claim.cursor;
    } while (cursor !== '0-0' && !this.#stop.signal.aborted);

    if (performance.now() - this.#retiredAtMs < RETIRE_INTERVAL_MS) return;
    this.#retiredAtMs = performance.now();
    await retireConsumers(this.#ledger, this.#shard, { minIdleMs: RETIRE_IDLE_MS });
  }
}
