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
/**
 * Calls of one shard under way at once. While Redis works on one, and waits for its disk, the next
 * has arrived; what comes meanwhile goes together with the one after. More would only be smaller.
 */
const MAX_CALLS = 2;
/** How long replicas may take to confirm. */
const WAIT_TIMEOUT_MS = 500;

interface Waiting {
  order: NewOrder;
  /** Its 503 is due at this time. */
  deadlineMs: number;
  resolve: (placement: Placement) => void;
  reject: (error: unknown) => void;
}

/** What waits to be sent to one shard, and how many calls are under way to it. */
interface Line {
  waiting: Waiting[];
  calls: number;
}

/**
 * Brings orders to Redis: all that arrive in one turn of the event loop, and while it is busy with
 * earlier ones, go together in one call for each shard. An order that has its id can be sent again
 * safely, so a lost reply is no problem.
 */
export class OrderPlacer {
  readonly #config: GatewayConfig;
  readonly #metrics: PlacementMetrics;
  readonly #lines = new Map<number, Line>();
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

  /** The connection, once there is one. */
  connection(): RedisConnection | undefined {
    return this.#redis;
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
        const deadlineMs = performance.now() + REDIS_DEADLINE_MS;
        this.#enqueue(shard, { order, deadlineMs, resolve, reject });
      });
    } finally {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#idle?.();
    }
  }

  #enqueue(shard: number, waiting: Waiting): void {
    let line = this.#lines.get(shard);
    if (line === undefined) {
      line = { waiting: [], calls: 0 };
      this.#lines.set(shard, line);
    }
    line.waiting.push(waiting);
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#flushScheduled = false;
    for (const [shard, line] of this.#lines) this.#sendNext(shard, line);
  }

  #sendNext(shard: number, line: Line): void {
    while (line.waiting.length > 0 && line.calls < MAX_CALLS) {
      line.calls += 1;
      void this.#send(shard, line.waiting.splice(0, MAX_PLACE_BATCH)).finally(() => {
        line.calls -= 1;
        this.#sendNext(shard, line);
      });
    }
  }

  async #send(shard: number, batch: readonly Waiting[]): Promise<void> {
    const startedAt = performance.now();
    try {
      const orders = batch.map((waiting) => waiting.order);
      // The oldest is the first: nobody's deadline is later than that of the batch.
      const deadlineMs = batch[0]?.deadlineMs ?? 0;
      const placements = await withinDeadline(
        () => this.#placeWithRetries(shard, orders, deadlineMs),
        Math.max(0, deadlineMs - performance.now()),
      );
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
  async #placeWithRetries(
    shard: number,
    orders: readonly NewOrder[],
    deadlineMs: number,
  ): Promise<Placement[]> {
    const ledger = this.ledger();
    const { MAX_BACKLOG: maxBacklog } = this.#config;
    for (;;) {
      try {
        const placements = await placeOrders(ledger, shard, { orders, maxBacklog });
        await this.#waitForReplicas(ledger, shard);
        return placements;
      } catch (error) {
        // Refused by a Redis that answers (full, read-only, loading): repeating at once won't help.
        const answered = error instanceof Error && /^[A-Z]+ /.test(error.message);
        const late = performance.now() + RETRY_DELAY_MS >= deadlineMs;
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
