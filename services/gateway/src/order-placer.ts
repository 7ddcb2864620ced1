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
} from '@onsale/ledger';
import type { RedisConnection, Registry } from '@onsale/service-runtime';
import type { GatewayConfig } from './config.ts';
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

interface Waiting {
  order: NewOrder;
  resolve: (placement: Placement) => void;
  reject: (error: unknown) => void;
}

/**
 * Brings orders to Redis: all that arrive in one turn of the event loop go together, in one call for
 * each shard. An order that has its id can be sent again safely, so a lost reply is no problem.
 */
export class OrderPlacer {
  readonly #config: GatewayConfig;
  readonly #metrics: PlacementMetrics;
  readonly #queues = new Map<number, Waiting[]>();
  #ledger: Ledger | undefined;
  #redis: RedisConnection | undefined;
  #inFlight = 0;
  #flushScheduled = false;
  #idle: (() => void) | undefined;
  /** Orders stored since the start. */
  placedTotal = 0;

  constructor(config: GatewayConfig, registry: Registry) {
    this.#config = config;
    this.#metrics = createPlacementMetrics(registry);
  }

  open(ledger: Ledger, redis: RedisConnection): void {
    this.#ledger = ledger;
    this.#redis = redis;
  }

  /** Waits for the orders under way. */
  async close(): Promise<void> {
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
  }

  /** Why no order can be placed at present. */
  obstacles(): string[] {
    return this.#redis?.isReady() === true ? [] : ['Redis cannot be reached'];
  }

  /**
   * The ledger, for reading. Throws `ApiError` 503 while Redis is away.
   */
  ledger(): Ledger {
    if (this.#ledger === undefined || this.#redis?.isReady() !== true) throw redisUnavailable();
    return this.#ledger;
  }

  /** Places an order. Throws `ApiError` 503 when it is unknown whether Redis has it. */
  async place(order: NewOrder, shard: number): Promise<Placement> {
    let outcome: PlacementOutcome = 'unavailable';
    try {
      const placement = await this.#place(order, shard);
      ({ outcome } = placement);
      if (outcome === 'placed') this.placedTotal += 1;
      if (outcome === 'backlog-full') throw overloaded('too many orders are waiting');
      return placement;
    } finally {
      this.#metrics.finished(outcome);
    }
  }

  async #place(order: NewOrder, shard: number): Promise<Placement> {
    const ledger = this.ledger();
    if (this.#inFlight >= MAX_IN_FLIGHT) throw overloaded('too many orders are on their way');
    this.#inFlight += 1;
    try {
      if (order.idempotencyKey !== undefined && ledger.shards > 1) {
        const key = order.idempotencyKey;
        const claimed = await withinDeadline(() => claimIdempotencyKey(ledger, key, shard));
        if (!claimed) return { outcome: 'key-reused' };
      }
      return await new Promise<Placement>((resolve, reject) => {
        this.#enqueue(shard, { order, resolve, reject });
      });
    } finally {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#idle?.();
    }
  }

  #enqueue(shard: number, waiting: Waiting): void {
    const queue = this.#queues.get(shard);
    if (queue === undefined) this.#queues.set(shard, [waiting]);
    else queue.push(waiting);
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#flushScheduled = false;
    for (const [shard, queue] of this.#queues) {
      this.#queues.delete(shard);
      for (let i = 0; i < queue.length; i += MAX_PLACE_BATCH) {
        void this.#send(shard, queue.slice(i, i + MAX_PLACE_BATCH));
      }
    }
  }

  async #send(shard: number, batch: readonly Waiting[]): Promise<void> {
    const startedAt = performance.now();
    try {
      const orders = batch.map((waiting) => waiting.order);
      const placements = await withinDeadline(() => this.#placeWithRetries(shard, orders));
      this.#metrics.stored(orders.length, (performance.now() - startedAt) / 1000);
      for (const [i, waiting] of batch.entries()) {
        const placement = placements[i];
        if (placement === undefined) waiting.reject(new Error('place answered too few words'));
        else waiting.resolve(placement);
      }
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    }
  }

  // A lost reply is asked for again, for as long as the deadline allows.
  async #placeWithRetries(shard: number, orders: readonly NewOrder[]): Promise<Placement[]> {
    const ledger = this.ledger();
    const deadline = performance.now() + REDIS_DEADLINE_MS;
    const { MAX_BACKLOG: maxBacklog } = this.#config;
    for (;;) {
      try {
        const placements = await placeOrders(ledger, shard, { orders, maxBacklog });
        await this.#waitForReplicas(ledger, shard);
        return placements;
      } catch (error) {
        // Refused by a Redis that answers (full, read-only, loading): repeating at once won't help.
        const answered = error instanceof Error && /^[A-Z]+ /.test(error.message);
        const late = performance.now() + RETRY_DELAY_MS >= deadline;
        if (error instanceof ApiError || answered || late) throw error;
        await delay(RETRY_DELAY_MS);
      }
    }
  }

  async #waitForReplicas(ledger: Ledger, shard: number): Promise<void> {
    const wanted = this.#config.WAIT_REPLICAS;
    if (wanted === 0) return;
    const key = orderStreamKey(shard);
    const command = ['WAIT', String(wanted), String(WAIT_TIMEOUT_MS)];
    const reached = Number(await ledger.redis.command(key, command));
    if (reached < wanted) {
      throw redisUnavailable(new Error(`${reached} of ${wanted} replicas have the orders`));
    }
  }
}

function overloaded(why: string): ApiError {
  return new ApiError('OVERLOADED', `${why}; try again in a moment`, { retryAfterS: 2 });
}
