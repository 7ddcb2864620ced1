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

/** Longest blocking read: below the socket timeout, and how long a stop may wait. */
const BLOCK_MS = 500;
/**
 * Batches that one read brings and that are then settled side by side: where every write waits for
 * the disk, calls that reach Redis together wait once.
 */
const BATCHES_PER_READ = 8;
/** Batches that may be in work, read and not settled: with fewer, Redis waits for us now and then. */
const MAX_SETTLING = 24;
const RETRY_DELAY_MS = 100;

/** What a consumer works with. */
export interface ConsumerParts {
  guard: DataGuard;
  ledger: Ledger;
  shard: number;
  /** A connection for nothing else: a blocking read stalls it. */
  reader: RedisConnection;
  consumer: string;
  settler: Settler;
  config: WorkerConfig;
  logger: Logger;
}

/**
 * Reads the order stream of one shard, a batch at a time, and has each settled while it reads the
 * next. What it has read belongs to it: when it dies, others claim it.
 */
export class Consumer {
  readonly #parts: ConsumerParts;
  readonly #settling = new Set<Promise<void>>();
  #stopping = false;
  #running: Promise<void> | undefined;

  constructor(parts: ConsumerParts) {
    this.#parts = parts;
  }

  /** Makes sure that the group exists, then reads in the background until `stop`. */
  async start(): Promise<void> {
    const { ledger, shard } = this.#parts;
    await ensureWorkerGroup(ledger.redis, shard);
    this.#running = this.#run();
  }

  /** Reads no more, finishes what it has, and takes its name out of the group. */
  async stop(): Promise<void> {
    const { ledger, shard, consumer, settler, logger } = this.#parts;
    this.#stopping = true;
    settler.giveUp();
    await this.#running;
    await Promise.allSettled(this.#settling);
    const own = { consumer, minIdleMs: 0 };
    await retireConsumers(ledger, shard, own).catch((error: unknown) =>
      logger.debug({ err: error }, 'the name of the consumer stays in the group'),
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
    // What waits in other data is none of our business.
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
      } else logger.debug({ err: error }, 'reading failed');
      await delay(RETRY_DELAY_MS);
      return [];
    }
  }

  // Somebody has removed the group or the stream. From its start, all that waits is read again.
  async #restoreGroup(cause: Error): Promise<void> {
    const { ledger, shard, logger } = this.#parts;
    try {
      if (!(await holdsSameData(ledger))) return;
      logger.error({ err: cause }, 'the consumer group is gone; creating it again');
      await ensureWorkerGroup(ledger.redis, shard);
    } catch (error) {
      logger.error({ err: error }, 'the consumer group cannot be created');
    }
  }

  #settleInBackground(entries: readonly StreamEntry[]): void {
    const { settler, logger } = this.#parts;
    const work = settler.settle(entries, { consecutive: true }).catch((error: unknown) => {
      logger.warn({ err: error, entries: entries.length }, 'entries are left for others');
    });
    this.#settling.add(work);
    void work.finally(() => this.#settling.delete(work));
  }
}
