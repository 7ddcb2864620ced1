import { setTimeout as delay } from 'node:timers/promises';
import {
  loadedScripts,
  MissingFunctionError,
  missingFunctions,
  readDurability,
  type RedisConnection,
} from '@onsale/redis';
import { holdsSameData, type Ledger, NoLedgerError, openLedger } from './ledger.ts';

/** Why a process may not work on the data at present. */
export interface DataObstacle {
  code: 'DATA_LOST' | 'NOT_READY' | 'REDIS_UNSAFE';
  message: string;
}

/** How soon a loss is noticed. */
const LOOK_EVERY_MS = 500;
/** How soon a process that waits for an install goes on. */
const WAIT_MS = 100;
/** How often the settings of Redis, and the functions in it, are looked at: every 20th time. */
const INSPECT_EVERY_LOOKS = 20;

/** Where a person reads what to do. */
const REMEDIES = 'docs/reliability.md';

const DATA_LOST: DataObstacle = {
  code: 'DATA_LOST',
  message: 'Redis does not hold the data of this shop any more; nothing is sold until it is back',
};

/** What is logged of it: a pino logger is one. */
interface GuardLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
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
  readonly #strict: boolean;
  #warnings: readonly string[] = [];
  readonly #stop = new AbortController();
  #obstacle: DataObstacle | undefined;
  #watching: Promise<void> | undefined;

  constructor(options: {
    logger: GuardLog;
    shards: number;
    /** Whether settings of Redis that can lose orders are an obstacle, not a warning. */
    strict: boolean;
    signal: AbortSignal;
  }) {
    this.#logger = options.logger;
    this.#shards = options.shards;
    this.#strict = options.strict;
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

  /** What Redis can't promise as it is set up, for `/readyz`. */
  warnings(): readonly string[] {
    return this.#warnings;
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
      const obstacle = await this.#inspect(ledger);
      if (obstacle === undefined) return ledger;
      this.#note(obstacle);
      return undefined;
    } catch (error) {
      if (error instanceof NoLedgerError) {
        this.#note({ code: 'DATA_LOST', message: error.message });
      } else if (redis.isReady()) throw error;
      return undefined;
    }
  }

  async #watch(ledger: Ledger): Promise<void> {
    const { signal } = this.#stop;
    let found: DataObstacle | undefined;
    for (let look = 1; !signal.aborted; look++) {
      try {
        const isSame = await holdsSameData(ledger);
        if (isSame && look % INSPECT_EVERY_LOOKS === 0) found = await this.#inspect(ledger);
        this.#note(isSame ? found : DATA_LOST);
      } catch {
        // While Redis is away nothing is known; the connection says so itself.
      }
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  // What else is needed to work on data that are there.
  async #inspect({ redis }: Ledger): Promise<DataObstacle | undefined> {
    const missing = await missingFunctions(redis, loadedScripts());
    if (missing.length > 0) {
      return { code: 'NOT_READY', message: new MissingFunctionError(missing).message };
    }
    const { faults, unknown } = await readDurability(redis);
    const warnings = [...faults, ...unknown];
    for (const warning of warnings) {
      if (!this.#warnings.includes(warning)) this.#logger.warn({}, warning);
    }
    this.#warnings = warnings;
    if (!this.#strict || faults.length === 0) return undefined;
    return { code: 'REDIS_UNSAFE', message: `nothing is sold: ${faults.join('; ')}` };
  }

  #note(obstacle: DataObstacle | undefined): void {
    if (obstacle?.message === this.#obstacle?.message) return;
    this.#obstacle = obstacle;
    if (obstacle === undefined) {
      this.#logger.info({}, 'the data of this shop are there');
      return;
    }
    const { code, message } = obstacle;
    const isTold = message.endsWith(REMEDIES);
    this.#logger.fatal({ code }, isTold ? message : `${message}; see ${REMEDIES}`);
  }
}
