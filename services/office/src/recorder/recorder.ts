import { setTimeout as delay } from 'node:timers/promises';
import {
  holdsSameData,
  type Ledger,
  NewerLogEntryError,
  openExistingLedger,
  readLogEnd,
  shardName,
  shardsOf,
} from '@onsale/ledger';
import {
  clearSetBackMark,
  isRecordsOutage,
  NewerOrderError,
  readShards,
  type RecorderParts,
  recordShard,
  type ShardTurn,
  withoutRows,
} from '@onsale/records';
import { isOutage, type RedisConnection } from '@onsale/redis';
import type { Logger } from '@onsale/service';
import type { RecorderMetrics } from './recorder-metrics.ts';

/** How soon something new is noticed. */
const IDLE_MS = 100;
/** How often a shard gets a turn even if its log has nothing new, or could not be recorded before. */
const LOOK_EVERY_MS = 1000;

/** What the recorder works with. */
interface Parts extends Pick<RecorderParts, 'db' | 'jobs' | 'replicas'> {
  /** A connection of its own. */
  redis: RedisConnection;
  logger: Logger;
  metrics: RecorderMetrics;
}

/**
 * Records all shards, one after the other, for as long as they have something new; any number of processes
 * may do it at once. Whatever is away or wrong, it tries again and says so once.
 */
export class Recorder {
  readonly #parts: Parts;
  readonly #stop = new AbortController();
  /** By shard: where its log ended when all of it was recorded, and when it is looked at in any case. */
  readonly #idle = new Map<number, { position: string | undefined; untilMs: number }>();
  /** By shard, or for all: what is wrong, as it was logged. */
  readonly #problems = new Map<number | 'all', string>();
  readonly #setBack = new Set<number>();
  readonly #backfilling = new Set<number>();
  #hasLooked = false;
  #running: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** Why nothing is recorded, for `/readyz`. */
  obstacles(): string[] {
    if (!this.#hasLooked) return ['no shard was looked at yet'];
    return [...new Set(this.#problems.values())];
  }

  /** What a person has to decide. */
  warnings(): string[] {
    return this.#setBack.size === 0 ? [] : [SET_BACK];
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    let ledger: Ledger | undefined;
    while (!signal.aborted) {
      ledger = await this.#open(ledger);
      const isBusy = ledger !== undefined && (await this.#recordAll(ledger));
      if (!isBusy) await delay(IDLE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  // Another data set is opened anew: that it is not the one that is recorded, the first turn finds.
  async #open(before: Ledger | undefined): Promise<Ledger | undefined> {
    try {
      if (before !== undefined && (await holdsSameData(before))) return before;
      const ledger = await openExistingLedger(this.#parts.redis);
      this.#idle.clear();
      return ledger;
    } catch (error) {
      this.#failed('all', error);
      return undefined;
    }
  }

  // Returns whether some shard has more.
  async #recordAll(ledger: Ledger): Promise<boolean> {
    let isBusy = false;
    let hasRest = false;
    for (const shard of shardsOf(ledger)) {
      if (this.#stop.signal.aborted) return false;
      try {
        if (await this.#isIdle(ledger, shard)) continue;
        const turn = await this.#takeTurn(ledger, shard);
        this.#solved(shard);
        if (hasMore(turn)) isBusy = true;
        else hasRest = true;
      } catch (error) {
        this.#idle.set(shard, { position: undefined, untilMs: performance.now() + LOOK_EVERY_MS });
        this.#failed(shard, error);
      }
    }
    this.#hasLooked = true;
    if (hasRest) await this.#lookAtRows(ledger);
    return isBusy;
  }

  // What others have found and decided, too.
  async #lookAtRows(ledger: Ledger): Promise<void> {
    const { db, metrics } = this.#parts;
    try {
      metrics.states(await readShards(db));
      await clearSetBackMark(db, ledger);
      this.#solved('all');
    } catch (error) {
      this.#failed('all', error);
    }
  }

  async #isIdle(ledger: Ledger, shard: number): Promise<boolean> {
    const idle = this.#idle.get(shard);
    if (idle === undefined || idle.untilMs <= performance.now()) return false;
    return idle.position === undefined || (await readLogEnd(ledger, shard)) === idle.position;
  }

  async #takeTurn(ledger: Ledger, shard: number): Promise<ShardTurn> {
    const { db, jobs, replicas, redis, metrics } = this.#parts;
    const startMs = performance.now();
    const turn = await recordShard({ db, jobs, replicas, ledger: { ...ledger, redis } }, shard);
    const nowMs = performance.now();
    metrics.took(turn, (nowMs - startMs) / 1000);
    this.#tell(turn, shard);
    if (hasMore(turn)) this.#idle.delete(shard);
    else {
      const position = turn.did === 'record' ? turn.position : undefined;
      this.#idle.set(shard, { position, untilMs: nowMs + LOOK_EVERY_MS });
    }
    metrics.databaseIsAway(false);
    return turn;
  }

  #tell(turn: ShardTurn, shard: number): void {
    const { logger } = this.#parts;
    const fields = { shard: shardName(shard) };
    if (turn.did === 'begin-backfill') {
      this.#backfilling.add(shard);
      const from = { ...fields, recorded: turn.position };
      if (turn.reason === 'gap') logger.warn(from, GAP);
      else logger.info(from, 'the orders that are there are recorded first');
    } else if (turn.did === 'stop') {
      this.#setBack.add(shard);
      if (turn.isNews) logger.fatal({ ...fields, recorded: turn.position }, SET_BACK);
    } else if (turn.did !== 'nothing') {
      if (this.#setBack.delete(shard)) logger.info(fields, 'the data that were recorded are back');
      if (turn.did === 'record' && this.#backfilling.delete(shard)) logger.info(fields, BACKFILLED);
      const orders = turn.unreadable.length;
      if (orders > 0) logger.error({ ...fields, orders }, UNREADABLE);
    }
  }

  #failed(what: number | 'all', error: unknown): void {
    const { logger, metrics } = this.#parts;
    const isRedis = isOutage(error);
    const isDatabase = isRecordsOutage(error);
    if (isDatabase) metrics.databaseIsAway(true);
    const problem = isRedis
      ? 'Redis cannot be reached'
      : isDatabase
        ? 'PostgreSQL cannot be reached'
        : `nothing is recorded: ${error instanceof Error ? error.message : String(error)}`;
    if (this.#problems.get(what) === problem) return;
    this.#problems.set(what, problem);
    const fields = {
      err: withoutRows(error),
      ...(what === 'all' ? {} : { shard: shardName(what) }),
    };
    const isNewer = error instanceof NewerLogEntryError || error instanceof NewerOrderError;
    // The connection to Redis logs its outages itself.
    if (isRedis) logger.debug(fields, problem);
    else logger[isDatabase || isNewer ? 'warn' : 'error'](fields, problem);
  }

  #solved(what: number | 'all'): void {
    if (!this.#problems.delete(what)) return;
    const fields = what === 'all' ? {} : { shard: shardName(what) };
    this.#parts.logger.info(fields, 'recording goes on');
  }
}

const SET_BACK =
  'Redis was set back: it has less than what is recorded, so nothing is sold and recorded until an admin ' +
  'has decided; see docs/reliability.md';
const GAP =
  'a part of the order log was gone before it was recorded; all orders that are there are recorded once more, ' +
  'but nobody is told of what happened meanwhile';
const BACKFILLED = 'the orders that were there are recorded; from now on, the order log is';
const UNREADABLE =
  'orders could not be recorded because their records are malformed; see the audit';

function hasMore(turn: ShardTurn): boolean {
  return turn.did === 'begin-backfill' || ('isMore' in turn && turn.isMore);
}
