import { setTimeout as delay } from 'node:timers/promises';
import { type Redis } from '@onsale/redis';
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

/**
 * Reads the order stream of one shard, a batch at a time, and has each settled while it reads the
 * next. What it has read belongs to it: when it dies, others claim it.
 */
export class Consumer {
  readonly #guard: DataGuard;
  readonly #ledger: Ledger;
  readonly #shard: number;
  readonly #reader: Redis;
  readonly #name: string;
  readonly #settler: Settler;
  readonly #batch: number;
  readonly #logger: Logger;
  readonly #settling = new Set<Promise<void>>();
  #stopping = false;
  #running: Promise<void> | undefined;

  constructor(parts: {
    guard: DataGuard;
    ledger: Ledger;
    shard: number;
    reader: RedisConnection;
    consumer: string;
    settler: Settler;
    config: WorkerConfig;
    logger: Logger;
  }) {
    this.#guard = parts.guard;
    this.#ledger = parts.ledger;
    this.#shard = parts.shard;
    this.#reader = parts.reader;
    this.#name = parts.consumer;
    this.#settler = parts.settler;
    this.#batch = parts.config.WORKER_BATCH;
    this.#logger = parts.logger;
  }

  /** Makes sure that the group exists, then reads in the background until `stop`. */
  async start(): Promise<void> {
    await ensureWorkerGroup(this.#ledger.redis, this.#shard);
    this.#running = this.#run();
  }

  /** Reads no more, finishes what it has, and takes its name out of the group. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#settler.giveUp();
    await this.#running;
    await Promise.allSettled(this.#settling);
    const own = { consumer: this.#name, minIdleMs: 0 };
    await retireConsumers(this.#ledger, this.#shard, own).catch((error: unknown) =>
      this.#logger.debug({ err: error }, 'the name of the consumer stays in the group'),
    );
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const entries = await this.#read();
      for (let i = 0; i < entries.length; i += this.#batch) {
        this.#settleInBackground(entries.slice(i, i + this.#batch));
      }
      while (this.#settling.size > MAX_SETTLING - BATCHES_PER_READ) {
        await Promise.race(this.#settling);
      }
    }
  }

  async #read(): Promise<StreamEntry[]> {
    // What waits in other data is none of our business.
    if (this.#guard.obstacle !== undefined) {
      await delay(RETRY_DELAY_MS);
      return [];
    }
    try {
      return await readEntries(this.#reader, this.#shard, {
        consumer: this.#name,
        count: this.#batch * BATCHES_PER_READ,
        blockMs: BLOCK_MS,
      });
    } catch (error) {
      if (this.#stopping) return [];
      if (error instanceof Error && /^(NOGROUP|UNBLOCKED)/.test(error.message)) {
        await this.#restoreGroup(error);
      } else this.#logger.debug({ err: error }, 'reading failed');
      await delay(RETRY_DELAY_MS);
      return [];
    }
  }

  // Somebody has removed the group or the stream. From its start, all that waits is read again.
  async #restoreGroup(cause: Error): Promise<void> {
    try {
      if (!(await holdsSameData(this.#ledger))) return;
      this.#logger.error({ err: cause }, 'the consumer group is gone; creating it again');
      await ensureWorkerGroup(this.#ledger.redis, this.#shard);
    } catch (error) {
      this.#logger.error({ err: error }, 'the consumer group cannot be created');
    }
  }

  #settleInBackground(entries: readonly StreamEntry[]): void {
    const work = this.#settler.settle(entries).catch((error: unknown) => {
      this.#logger.warn({ err: error, entries: entries.length }, 'entries are left for others');
    });
    this.#settling.add(work);
    void work.finally(() => this.#settling.delete(work));
  }
}
