import { setTimeout as delay } from 'node:timers/promises';
import {
  adoptStranded,
  claimEntries,
  type DataGuard,
  ensureWorkerGroup,
  findIdleEntries,
  type Ledger,
  retireConsumers,
} from '@onsale/ledger';
import type { Logger } from '@onsale/service';
import type { WorkerConfig } from './config.ts';
import type { LeftEntries } from './left-entries.ts';
import type { SettlementMetrics } from './settlement-metrics.ts';
import type { Settler } from './settler.ts';

/** Checks for idle entries per idle timeout. */
const CHECKS_PER_IDLE_TIME = 5;
const MAX_INTERVAL_MS = 5000;
/** Idle entries read at a time. */
const PAGE = 1000;
/**
 * Entries are only ever stranded by hand, so most checks skip them, and each stops after a while.
 */
const CHECKS_PER_ADOPTION = 5;
const ADOPTION_LIMIT = 25_000;
/** A consumer that owns nothing and was idle for an hour will not come back. */
const RETIRE_IDLE_MS = 3_600_000;
/** Listing all consumers blocks Redis a little, so it is done rarely. */
const RETIRE_INTERVAL_MS = 300_000;

export interface ClaimLoopParts {
  guard: DataGuard;
  ledger: Ledger;
  shard: number;
  consumer: string;
  settler: Settler;
  left: LeftEntries;
  config: WorkerConfig;
  metrics: SettlementMetrics;
  logger: Logger;
}

/**
 * Claims entries that another worker, or this one before an outage, has read but not settled in
 * time, and entries that the group counts as delivered although no worker has them.
 */
export class ClaimLoop {
  readonly #parts: ClaimLoopParts;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #checks = 0;
  #retiredAtMs = performance.now();

  constructor(parts: ClaimLoopParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    const { ledger, shard } = this.#parts;
    await ensureWorkerGroup(ledger.redis, shard);
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { guard, config, logger } = this.#parts;
    const { signal } = this.#stop;
    const intervalMs = Math.min(
      MAX_INTERVAL_MS,
      config.WORKER_CLAIM_IDLE_MS / CHECKS_PER_IDLE_TIME,
    );
    while (!signal.aborted) {
      await delay(intervalMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      if (guard.obstacle !== undefined) continue;
      await this.#check().catch((error: unknown) =>
        logger.debug({ err: error }, 'claiming failed'),
      );
    }
  }

  async #check(): Promise<void> {
    if (this.#checks++ % CHECKS_PER_ADOPTION === 0) await this.#adoptStranded();
    await this.#claimIdle();
    await this.#retireConsumers();
  }

  // Adopted entries count as idle, so the claims that follow find them.
  async #adoptStranded(): Promise<void> {
    const { ledger, shard, consumer, config, metrics, logger } = this.#parts;
    const idleMs = config.WORKER_CLAIM_IDLE_MS;
    const adopt = { consumer, idleMs, limit: ADOPTION_LIMIT };
    const adopted = await adoptStranded(ledger, shard, adopt);
    if (adopted.length === 0) return;
    metrics.adopted(adopted.length);
    logger.error({ entries: adopted.length }, 'claimed stranded entries');
  }

  async #claimIdle(): Promise<void> {
    const { ledger, shard, config, left } = this.#parts;
    let after: string | undefined;
    for (;;) {
      const find = { minIdleMs: config.WORKER_CLAIM_IDLE_MS, count: PAGE, after };
      const idle = await findIdleEntries(ledger.redis, shard, find);
      const due = idle.map((id) => (left.has(id) ? undefined : id));
      for (const run of runsOf(due, config.WORKER_BATCH)) {
        if (this.#stop.signal.aborted) return;
        await this.#claim(run);
      }
      if (idle.length < PAGE) return;
      after = idle.at(-1);
    }
  }

  async #claim({ start, count }: Run): Promise<void> {
    const { ledger, shard, consumer, settler, config, metrics, logger } = this.#parts;
    const minIdleMs = config.WORKER_CLAIM_IDLE_MS;
    const claim = { consumer, minIdleMs, count, start };
    const { entries, lost } = await claimEntries(ledger.redis, shard, claim);
    if (lost.length > 0) {
      metrics.lost(lost.length);
      logger.error({ entries: lost }, 'entries vanished before they were settled');
    }
    if (entries.length === 0) return;
    metrics.claimed(entries.length);
    logger.info({ entries: entries.length }, 'claimed entries');
    await settler.settle(entries);
  }

  async #retireConsumers(): Promise<void> {
    if (performance.now() - this.#retiredAtMs < RETIRE_INTERVAL_MS) return;
    this.#retiredAtMs = performance.now();
    const { ledger, shard } = this.#parts;
    await retireConsumers(ledger, shard, { minIdleMs: RETIRE_IDLE_MS });
  }
}

/** Consecutive entries in the pending list. */
interface Run {
  start: string;
  count: number;
}

// Splits the ids at gaps (entries left alone) into runs of at most `most`.
function runsOf(ids: readonly (string | undefined)[], most: number): Run[] {
  const runs: Run[] = [];
  let last: Run | undefined;
  for (const id of ids) {
    if (id === undefined) last = undefined;
    else if (last === undefined || last.count === most) {
      last = { start: id, count: 1 };
      runs.push(last);
    } else last.count += 1;
  }
  return runs;
}
