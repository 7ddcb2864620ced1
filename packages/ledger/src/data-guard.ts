import { setTimeout as delay } from 'node:timers/promises';
import {
  loadedScripts,
  MissingFunctionError,
  missingFunctions,
  type RedisConnection,
} from '@onsale/redis';
import { holdsSameData, type Ledger, NoLedgerError, openLedger } from './ledger.ts';

/** Why a process may not work on the data at present. */
export interface DataObstacle {
  code: 'DATA_LOST' | 'NOT_READY';
  message: string;
}

/** How soon a loss is noticed. */
const LOOK_EVERY_MS = 500;
/** How soon a process that waits for an install goes on. */
const WAIT_MS = 100;

const DATA_LOST: DataObstacle = {
  code: 'DATA_LOST',
  message: 'Redis does not hold the data of this shop any more; nothing is sold until it is back',
};

/** What is logged of it: a pino logger is one. */
interface GuardLog {
  info(fields: object, message: string): void;
  fatal(fields: object, message: string): void;
}

/**
 * Keeps a serving process off data that are not there, or are not those that it has opened. It waits
 * for data at its start and for their return after a loss; it creates none, and never takes other
 * data for them: that is for a person to decide.
 */
export class DataGuard {
  readonly #logger: GuardLog;
  readonly #shards: number;
  readonly #stop = new AbortController();
  #obstacle: DataObstacle | undefined;
  #watching: Promise<void> | undefined;

  constructor(options: { logger: GuardLog; shards: number; signal: AbortSignal }) {
    this.#logger = options.logger;
    this.#shards = options.shards;
    options.signal.addEventListener('abort', () => this.#stop.abort(), { once: true });
  }

  /** Why nothing may be done now; undefined when all is well, or nothing is known yet. */
  get obstacle(): DataObstacle | undefined {
    return this.#obstacle;
  }

  /** The same for `/readyz`. */
  obstacles(): string[] {
    return this.#obstacle === undefined ? [] : [this.#obstacle.message];
  }

  /**
   * Waits until the data and the functions of this version are there, then watches them. Throws
   * `ShardsMismatchError` and `DataFormatError` when the data are not for this process, and when it
   * is told to end while it waits.
   */
  async open(redis: RedisConnection): Promise<Ledger> {
    for (;;) {
      const ledger = await this.#tryToOpen(redis);
      if (ledger !== undefined) {
        this.#note(undefined);
        this.#watching = this.#watch(ledger);
        return ledger;
      }
      await delay(WAIT_MS, undefined, { signal: this.#stop.signal });
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#watching;
  }

  async #tryToOpen(redis: RedisConnection): Promise<Ledger | undefined> {
    try {
      const ledger = await openLedger(redis, this.#shards);
      const missing = await missingFunctions(redis, loadedScripts());
      if (missing.length > 0) throw new MissingFunctionError(missing);
      return ledger;
    } catch (error) {
      if (error instanceof NoLedgerError) {
        this.#note({ code: 'DATA_LOST', message: error.message });
      } else if (error instanceof MissingFunctionError) {
        this.#note({ code: 'NOT_READY', message: error.message });
      } else if (redis.isReady()) throw error;
      return undefined;
    }
  }

  async #watch(ledger: Ledger): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      // While Redis is away nothing is known; the connection says so itself.
      await holdsSameData(ledger).then(
        (isSame) => this.#note(isSame ? undefined : DATA_LOST),
        () => undefined,
      );
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  #note(obstacle: DataObstacle | undefined): void {
    if (obstacle?.message === this.#obstacle?.message) return;
    this.#obstacle = obstacle;
    if (obstacle === undefined) this.#logger.info({}, 'the data of this shop are there');
    else
      this.#logger.fatal({ code: obstacle.code }, `${obstacle.message}; see docs/reliability.md`);
  }
}
