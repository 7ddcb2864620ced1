import { setTimeout as delay } from 'node:timers/promises';
import {
  isPassing,
  loadedScripts,
  MissingFunctionError,
  missingFunctions,
  readDurability,
  type RedisConnection,
} from '@onsale/redis';
import { holdsSameData, type Ledger, NoLedgerError, openLedger } from './ledger.ts';
import { readSetBack } from './set-back/set-back.ts';

/** Why a process may not use the data at present. */
export interface DataObstacle {
  code: 'DATA_LOST' | 'DATA_SET_BACK' | 'NOT_READY' | 'REDIS_UNSAFE';
  message: string;
}

/** How soon lost data, or data that were set back, are noticed. */
const LOOK_EVERY_MS = 500;
/** How soon a process that waits for the install continues. */
const WAIT_MS = 100;
/** Redis settings and functions are inspected at every 20th check. */
const INSPECT_EVERY_LOOKS = 20;

/** Where a person reads what to do. */
const REMEDIES = 'docs/reliability.md';

const DATA_LOST: DataObstacle = {
  code: 'DATA_LOST',
  message: 'Redis does not hold the data of this shop; nothing is sold until it is back',
};

const DATA_SET_BACK: DataObstacle = {
  code: 'DATA_SET_BACK',
  message:
    'Redis was restored from an older backup and lacks orders that are recorded; nothing is sold ' +
    'until somebody has decided what is right',
};

/** The part of a pino logger used here. */
interface GuardLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  fatal(fields: object, message: string): void;
}

/**
 * Keeps a serving process from using data that is missing, that is not the data it opened, or that the
 * recorder has found to be set back. It waits for data at startup and for its return after a loss. It
 * never creates data and never accepts other data instead: that is for a person to decide.
 */
export class DataGuard {
  readonly #logger: GuardLog;
  readonly #shards: number;
  readonly #strict: boolean;
  #warnings: readonly string[] = [];
  readonly #stop = new AbortController();
  #obstacle: DataObstacle | undefined;
  #failure: string | undefined;
  #watching: Promise<void> | undefined;

  constructor(options: {
    logger: GuardLog;
    shards: number;
    /**
     * Whether Redis settings that can lose orders block the process instead of only causing a
     * warning.
     */
    strict: boolean;
    signal: AbortSignal;
  }) {
    this.#logger = options.logger;
    this.#shards = options.shards;
    this.#strict = options.strict;
    options.signal.addEventListener('abort', () => this.#stop.abort(), { once: true });
  }

  /** Why nothing may be done now; undefined when all is well or the state is not known yet. */
  get obstacle(): DataObstacle | undefined {
    return this.#obstacle;
  }

  /** The same, for `/readyz`. */
  obstacles(): string[] {
    return this.#obstacle === undefined ? [] : [this.#obstacle.message];
  }

  /** Guarantees that Redis can't give with its settings, for `/readyz`. */
  warnings(): readonly string[] {
    return this.#warnings;
  }

  /**
   * Waits until the data and the functions of this version are present, then watches them. Throws
   * `ShardsMismatchError` or `DataFormatError` when this process can't use the data, and rejects
   * when it is told to stop while waiting.
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
      const obstacle = (await findSetBack(ledger)) ?? (await this.#inspect(ledger));
      if (obstacle === undefined) return ledger;
      this.#note(obstacle);
      return undefined;
    } catch (error) {
      if (error instanceof NoLedgerError) {
        this.#note({ code: 'DATA_LOST', message: error.message });
      } else if (redis.isReady() && !isPassing(error)) throw error;
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
        this.#note(isSame ? ((await findSetBack(ledger)) ?? found) : DATA_LOST);
      } catch (error) {
        // While Redis is unreachable nothing is known; the connection logs that itself.
        if (!isPassing(error)) this.#noteFailure(error);
      }
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  // What else is required once the data is present.
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

  // Such as a Redis user that lacks a right: logged once, as it happens at every look.
  #noteFailure(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (message === this.#failure) return;
    this.#failure = message;
    this.#logger.warn({ err: error }, 'the data and settings of Redis cannot be checked');
  }

  #note(obstacle: DataObstacle | undefined): void {
    if (obstacle?.message === this.#obstacle?.message) return;
    this.#obstacle = obstacle;
    if (obstacle === undefined) {
      this.#logger.info({}, 'the data of this shop is available');
      return;
    }
    const { code, message } = obstacle;
    const isTold = message.endsWith(REMEDIES);
    this.#logger.fatal({ code }, isTold ? message : `${message}; see ${REMEDIES}`);
  }
}

async function findSetBack({ redis }: Ledger): Promise<DataObstacle | undefined> {
  return (await readSetBack(redis)) === undefined ? undefined : DATA_SET_BACK;
}
