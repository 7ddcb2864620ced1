import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '@onsale/contracts';
import {
  claimIdempotencyKey,
  type Ledger,
  MAX_PLACE_BATCH,
  type NewOrder,
  orderStreamKey,
  type Placement,
  placeOrders,
  releaseIdempotencyKey,
} from '@onsale/ledger';
import type { DataGuard } from '@onsale/ledger';
import { isPassing, type RedisConnection } from '@onsale/redis';
import { type Registry } from '@onsale/service';
import { BatchQueue } from '../batch-queue/batch-queue.ts';
import type { GatewayConfig } from '../config.ts';
import { requireData } from '../require-data.ts';
import {
  createPlacementMetrics,
  type PlacementMetrics,
  type PlacementOutcome,
} from './placement-metrics.ts';
import { REDIS_DEADLINE_MS, redisUnavailable, withinDeadline } from './redis-deadline.ts';

/** Between two tries, while Redis is away. */
const RETRY_DELAY_MS = 50;
/** Orders on their way to Redis at once; above it the answer is 503, before memory fills up. */
const MAX_IN_FLIGHT = 20_000;
/** How long replicas may take to confirm. */
const WAIT_TIMEOUT_MS = 500;

/** Who is told what became of an order. */
export interface PlacementResult {
  resolve: (placement: Placement) => void;
  reject: (error: unknown) => void;
}

interface Waiting extends PlacementResult {
  order: NewOrder;
  /** Its 503 is due at this time. */
  deadlineMs: number;
}

/** The orders of one shard on their way to Redis. */
interface Line {
  queue: BatchQueue<Waiting>;
  /**
   * The last answer was that too many orders wait. Then one order at a time asks again, and the
   * others are refused here: at once, and without troubling a Redis that has enough to do.
   */
  isFull: boolean;
}

/**
 * Brings orders to Redis, many in one call for each shard. An order that has its id can be sent again
 * safely, so a lost reply is no problem.
 */
export class OrderPlacer {
  readonly #config: GatewayConfig;
  readonly #metrics: PlacementMetrics;
  readonly #guard: Pick<DataGuard, 'obstacle'>;
  readonly #lines = new Map<number, Line>();
  #ledger: Ledger | undefined;
  #redis: RedisConnection | undefined;
  #placing: RedisConnection | undefined;
  #inFlight = 0;
  #idle: (() => void) | undefined;
  /** Orders stored since the start. */
  placedTotal = 0;

  constructor(config: GatewayConfig, registry: Registry, guard: Pick<DataGuard, 'obstacle'>) {
    this.#config = config;
    this.#guard = guard;
    this.#metrics = createPlacementMetrics(registry);
  }

  /** Places over `placing`, a connection of its own where it waits for replicas. */
  open(ledger: Ledger, redis: RedisConnection, placing = redis): void {
    this.#ledger = ledger;
    this.#redis = redis;
    this.#placing = placing;
  }

  /** Waits for the orders under way. */
  async close(): Promise<void> {
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
  }

  /** The connection, once there is one. */
  connection(): RedisConnection | undefined {
    return this.#redis;
  }

  /** Why no order can be placed at present. */
  obstacles(): string[] {
    const isReady = this.#redis?.isReady() === true && this.#placing?.isReady() === true;
    return isReady ? [] : ['Redis cannot be reached'];
  }

  /**
   * The ledger, for reading. Throws `ApiError` 503 while Redis or the data are away.
   */
  ledger(): Ledger {
    requireData(this.#guard);
    if (this.#ledger === undefined || this.#redis?.isReady() !== true) throw redisUnavailable();
    return this.#ledger;
  }

  /** Places an order. Rejects with `ApiError` 503 when it is unknown whether Redis has it. */
  async place(order: NewOrder, shard: number): Promise<Placement> {
    return await new Promise((resolve, reject) => {
      this.submit(order, shard, { resolve, reject });
    });
  }

  /** The same without a promise, because this is the way of every order in a sale. */
  submit(order: NewOrder, shard: number, result: PlacementResult): void {
    const finish = (outcome: PlacementOutcome) => {
      this.#metrics.finished(outcome);
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#idle?.();
    };
    this.#inFlight += 1;
    this.#submit(order, shard, {
      resolve: (placement) => {
        finish(placement.outcome);
        if (placement.outcome === 'placed') this.placedTotal += 1;
        if (placement.outcome === 'backlog-full') {
          result.reject(overloaded('too many orders are waiting'));
        } else result.resolve(placement);
      },
      reject: (error) => {
        finish('unavailable');
        result.reject(error);
      },
    });
  }

  #submit(order: NewOrder, shard: number, result: PlacementResult): void {
    let ledger: Ledger;
    try {
      ledger = this.ledger();
    } catch (error) {
      result.reject(error);
      return;
    }
    if (this.#inFlight > MAX_IN_FLIGHT) {
      result.reject(overloaded('too many orders are on their way'));
    } else if (order.idempotencyKey !== undefined && ledger.shards > 1) {
      this.#placeClaimed(ledger, order, shard).then(result.resolve, result.reject);
    } else {
      const deadlineMs = performance.now() + REDIS_DEADLINE_MS;
      this.#enqueue(shard, { order, deadlineMs, resolve: result.resolve, reject: result.reject });
    }
  }

  // The key is claimed for this shard, so that it can't be used in another. Both steps share one
  // deadline. An order that is not stored needs its claim no more; where that is unknown it stays.
  async #placeClaimed(ledger: Ledger, order: NewOrder, shard: number): Promise<Placement> {
    const deadlineMs = performance.now() + REDIS_DEADLINE_MS;
    const claim = { key: order.idempotencyKey ?? '', shard, orderId: order.id };
    return await withinDeadline(async () => {
      const isOurs = await retryUntil(deadlineMs, () => claimIdempotencyKey(ledger, claim));
      if (!isOurs) return { outcome: 'key-reused' };
      const placement = await new Promise<Placement>((resolve, reject) => {
        this.#enqueue(shard, { order, deadlineMs, resolve, reject });
      });
      // When this fails the key stays with the shard for a day, which harms nobody but its owner.
      if (placement.outcome !== 'placed') {
        await releaseIdempotencyKey(ledger, claim).catch(() => undefined);
      }
      return placement;
    });
  }

  #enqueue(shard: number, waiting: Waiting): void {
    const line = this.#lines.get(shard) ?? this.#openLine(shard);
    if (line.isFull && !line.queue.isIdle) waiting.resolve({ outcome: 'backlog-full' });
    else line.queue.add(waiting);
  }

  #openLine(shard: number): Line {
    const send = (batch: readonly Waiting[]) => this.#send(shard, line, batch);
    const queue = new BatchQueue(send, { maxBatch: MAX_PLACE_BATCH });
    const line: Line = { queue, isFull: false };
    this.#lines.set(shard, line);
    return line;
  }

  async #send(shard: number, line: Line, batch: readonly Waiting[]): Promise<void> {
    const startedAt = performance.now();
    let placements: Placement[];
    try {
      const orders = batch.map((waiting) => waiting.order);
      // The oldest is the first: nobody's deadline is later than that of the batch.
      const deadlineMs = batch[0]?.deadlineMs ?? 0;
      placements = await withinDeadline(
        () => this.#placeWithRetries(shard, orders, deadlineMs),
        Math.max(0, deadlineMs - performance.now()),
      );
    } catch (error) {
      line.isFull = false;
      for (const waiting of batch) waiting.reject(error);
      return;
    }
    this.#metrics.stored(batch.length, (performance.now() - startedAt) / 1000);
    line.isFull = placements.at(-1)?.outcome === 'backlog-full';
    for (const [i, waiting] of batch.entries()) {
      const placement = placements[i];
      if (placement === undefined) waiting.reject(new Error('place answered too few words'));
      else waiting.resolve(placement);
    }
  }

  // A lost reply is asked for again, for as long as the deadline allows.
  async #placeWithRetries(
    shard: number,
    orders: readonly NewOrder[],
    deadlineMs: number,
  ): Promise<Placement[]> {
    const { MAX_BACKLOG: maxBacklog, WAIT_REPLICAS: replicas } = this.#config;
    return await retryUntil(deadlineMs, async () => {
      const ledger = this.ledger();
      if (replicas === 0) return await placeOrders(ledger, shard, { orders, maxBacklog });
      return await this.#placeOnReplicas(ledger, shard, orders);
    });
  }

  // WAIT speaks of what its own connection has done on its server. After a failover another server
  // would vouch for orders that it has never seen: so both are sent on one connection, or fail. It
  // answers nothing else while a replica lags, so nobody reads on it.
  async #placeOnReplicas(
    ledger: Ledger,
    shard: number,
    orders: readonly NewOrder[],
  ): Promise<Placement[]> {
    const { MAX_BACKLOG: maxBacklog, WAIT_REPLICAS: wanted } = this.#config;
    const key = orderStreamKey(shard);
    const session = this.#placing?.session(key) ?? ledger.redis;
    const redis = { ...session, nodes: () => ledger.redis.nodes() };
    const placements = await placeOrders({ ...ledger, redis }, shard, { orders, maxBacklog });
    const command = ['WAIT', String(wanted), String(WAIT_TIMEOUT_MS)];
    const reached = Number(await session.command(key, command));
    if (reached >= wanted) return placements;
    throw redisUnavailable(new Error(`${reached} of ${wanted} replicas have the orders`));
  }
}

// Only what passes by itself is tried again; a Redis that is full, say, is not.
async function retryUntil<Result>(deadlineMs: number, run: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      const isLate = performance.now() + RETRY_DELAY_MS >= deadlineMs;
      if (error instanceof ApiError || !isPassing(error) || isLate) throw error;
      await delay(RETRY_DELAY_MS);
    }
  }
}

function overloaded(why: string): ApiError {
  return new ApiError('OVERLOADED', `${why}; try again in a moment`, { retryAfterS: 2 });
}
