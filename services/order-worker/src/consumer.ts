import { setTimeout as delay } from 'node:timers/promises';
import {
  type DataGuard,
  ensureWorkerGroup,
  holdsSameData,
  type Ledger,
  readEntries,
  retireConsumers,
  type StreamEntry,
} from '@onsale/ledger';
import type { RedisConnection } from '@onsale/redis';
import type { Logger } from '@onsale/service';
import type { WorkerConfig } from './config.ts';
import type { Settler } from './settler.ts';

/** Longest blocking read: shorter than the socket timeout, and how long a stop may take. */
const BLOCK_MS = 500;
/**
 * Batches per read, settled concurrently: where every write waits for the disk, calls that reach
 * Redis together share one wait.
 */
const BATCHES_PER_READ = 8;
/** Batches read but not settled; with fewer, Redis would sometimes sit idle. */
const MAX_SETTLING = 24;
const RETRY_DELAY_MS = 100;

export interface ConsumerParts {
  guard: DataGuard;
  ledger: Ledger;
  shard: number;
  /** A dedicated connection, because blocking reads stall it. */
  reader: RedisConnection;
  consumer: string;
  settler: Settler;
  config: WorkerConfig;
  logger: Logger;
}

/**
 * Reads the order stream of one shard in batches, and settles each while reading the next. Entries
 * it has read belong to it; if it dies, others claim them.
 */
export class Consumer {
  readonly #parts: ConsumerParts;
  readonly #settling = new Set<Promise<void>>();
  #stopping = false;
  #running: Promise<void> | undefined;

  constructor(parts: ConsumerParts) {
    this.#parts = parts;
  }

  /** Ensures that the group exists, then reads in the background until `stop`. */
  async start(): Promise<void> {
    const { ledger, shard } = this.#parts;
    await ensureWorkerGroup(ledger.redis, shard);
    this.#running = this.#run();
  }

  /** Stops reading, finishes the current batches and removes its name from the group. */
  async stop(): Promise<void> {
    const { ledger, shard, consumer, settler, logger } = this.#parts;
    this.#stopping = true;
    settler.giveUp();
    await this.#running;
    await Promise.allSettled(this.#settling);
    const own = { consumer, minIdleMs: 0 };
    await retireConsumers(ledger, shard, own).catch((error: unknown) =>
      logger.debug({ err: error }, 'could not remove the consumer from the group'),
    );
  }

  async #run(): Promise<void> {
    const { WORKER_BATCH: batch } = this.#parts.config;
    while (!this.#stopping) {
      const entries = await this.#read();
      for (let i = 0; i < entries.length; i += batch) {
        this.#settleInBackground(entries.slice(i, i + batch));
      }
      while (this.#settling.size > MAX_SETTLING - BATCHES_PER_READ) {
        await Promise.race(this.#settling);
      }
    }
  }

  async #read(): Promise<StreamEntry[]> {
    const { guard, shard, reader, consumer, config, logger } = this.#parts;
    // The backlog of other data is not ours to settle.
    if (guard.obstacle !== undefined) {
      await delay(RETRY_DELAY_MS);
      return [];
    }
    try {
      return await readEntries(reader, shard, {
        consumer,
        count: config.WORKER_BATCH * BATCHES_PER_READ,
        blockMs: BLOCK_MS,
      });
    } catch (error) {
      if (this.#stopping) return [];
      if (error instanceof Error && /^(NOGROUP|UNBLOCKED)/.test(error.message)) {
        await this.#restoreGroup(error);
      } else logger.debug({ err: error }, 'read failed');
      await delay(RETRY_DELAY_MS);
      return [];
    }
  }

  // Somebody has removed the group or the stream. A new group reads the whole backlog from the
  // start.
  async #restoreGroup(cause: Error): Promise<void> {
    const { ledger, shard, logger } = this.#parts;
    try {
      if (!(await holdsSameData(ledger))) return;
      logger.error({ err: cause }, 'the consumer group is gone; recreating it');
      await ensureWorkerGroup(ledger.redis, shard);
    } catch (error) {
      logger.error({ err: error }, 'cannot create the consumer group');
    }
  }

  #settleInBackground(entries: readonly StreamEntry[]): void {
    const { settler, logger } = this.#parts;
    const work = settler.settle(entries, { consecutive: true }).catch((error: unknown) => {
      logger.warn({ err: error, entries: entries.length }, 'leaving entries to other workers');
    });
    this.#settling.add(work);
    void work.finally(() => this.#settling.delete(work));
  }
}
