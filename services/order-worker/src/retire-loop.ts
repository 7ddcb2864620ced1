import { setTimeout as delay } from 'node:timers/promises';
import {
  allShardsOf,
  beginRetiring,
  type DataGuard,
  HOUR_MS,
  type Ledger,
  retireRefusedOrders,
  shardName,
} from '@onsale/ledger';
import { isOutage } from '@onsale/redis';
import { Counter, type Logger, type Registry } from '@onsale/service';

/** One of all workers goes through each shard once in this time. */
const RETIRE_EVERY_MS = HOUR_MS;
/** How often a worker looks whether it is time. */
const LOOK_EVERY_MS = 60_000;
/** Between two pages of 500 orders, so that it takes about a hundredth of Redis' time. */
const PAUSE_MS = 50;
/** A reader of the order log that is alive needs a moment only. */
const READERS_WAIT_MS = 5000;

/** What the loop works with. */
interface RetireLoopParts {
  guard: DataGuard;
  ledger: Ledger;
  config: { KEEP_REFUSED_HOURS: number };
  logger: Logger;
  registry: Registry;
}

/**
 * Removes orders that got neither tickets nor money, `KEEP_REFUSED_HOURS` after their outcome, so that
 * a crowd that came too late does not fill the memory. Slow, and harmless when several do it.
 */
export class RetireLoop {
  readonly #parts: RetireLoopParts;
  readonly #retired: Counter;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(parts: RetireLoopParts) {
    this.#parts = parts;
    this.#retired = new Counter({
      name: 'onsale_orders_retired_total',
      help: 'Orders removed after KEEP_REFUSED_HOURS',
      registers: [parts.registry],
    });
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { guard, ledger, logger } = this.#parts;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      for (const shard of allShardsOf(ledger)) {
        if (signal.aborted) return;
        if (guard.obstacle !== undefined) continue;
        await this.#retire(shard).catch((error: unknown) => {
          if (signal.aborted) return;
          // After an outage the next turn goes on; nothing else must fail unnoticed.
          const level = isOutage(error) ? 'debug' : 'error';
          logger[level]({ err: error }, 'refused orders could not be removed');
        });
      }
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #retire(shard: number): Promise<void> {
    const { ledger, config, logger } = this.#parts;
    if (!(await beginRetiring(ledger, shard, { everyMs: RETIRE_EVERY_MS }))) return;
    const { removed, behind } = await retireRefusedOrders(ledger, shard, {
      refusedMs: config.KEEP_REFUSED_HOURS * HOUR_MS,
      pauseMs: PAUSE_MS,
      waitMs: READERS_WAIT_MS,
      signal: this.#stop.signal,
      onRemoved: (orders) => this.#retired.inc(orders),
    });
    const fields = { shard: shardName(shard), orders: removed };
    if (removed > 0) logger.info(fields, 'refused orders were removed, their time is over');
    if (behind !== undefined) {
      logger.warn(
        { ...fields, reader: behind },
        'refused orders stay for a reader of the order log',
      );
    }
  }
}
