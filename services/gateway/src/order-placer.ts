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
import { isPassing, type RedisConnection } from '@onsale/service-runtime';
import type { GatewayConfig } from './config.ts';
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
  readonly #queues = new Map<number, Waiting[]>();
  #ledger: Ledger | undefined;
  #redis: RedisConnection | undefined;
  #inFlight = 0;
  #flushScheduled = false;
  #idle: (() => void) | undefined;
  /** Orders stored since the start. */
  placedTotal = 0;

  constructor(config: GatewayConfig) {
    this.#config = config;
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
    const ledger = this.ledger();
    if (this.#inFlight >= MAX_IN_FLIGHT) throw overloaded('too many orders are on their way');
    this.#inFlight += 1;
    try {
      const placing = () =>
        new Promise<Placement>((resolve, reject) => {
          this.#enqueue(shard, { order, resolve, reject });
        });
      const isClaimed = order.idempotencyKey !== undefined && ledger.shards > 1;
      const placement = await (isClaimed
        ? this.#placeClaimed(ledger, { order, shard, placing })
        : placing());
      if (placement.outcome === 'placed') this.placedTotal += 1;
      if (placement.outcome === 'backlog-full') throw overloaded('too many orders are waiting');
      return placement;
    } finally {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#idle?.();
    }
  }

  // The key is claimed for this shard, so that it can't be used in another. Both steps share one
  // deadline. An order that is not stored needs its claim no more; where that is unknown it stays.
  async #placeClaimed(ledger: Ledger, { order, shard, placing }: ClaimedOrder): Promise<Placement> {
    const deadline = performance.now() + REDIS_DEADLINE_MS;
    const claim = { key: order.idempotencyKey ?? '', shard, orderId: order.id };
    return await withinDeadline(async () => {
      const isOurs = await retryUntil(deadline, () => claimIdempotencyKey(ledger, claim));
      if (!isOurs) return { outcome: 'key-reused' };
      const placement = await placing();
      // When this fails the key stays with the shard for a day, which harms nobody but its owner.
      if (placement.outcome !== 'placed') {
        await releaseIdempotencyKey(ledger, claim).catch(() => undefined);
      }
      return placement;
    });
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
    try {
      const orders = batch.map((waiting) => waiting.order);
      const placements = await withinDeadline(() => this.#placeWithRetries(shard, orders));
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
    const { MAX_BACKLOG: maxBacklog, WAIT_REPLICAS: replicas } = this.#config;
    return await retryUntil(performance.now() + REDIS_DEADLINE_MS, async () => {
      const ledger = this.ledger();
      if (replicas === 0) return await placeOrders(ledger, shard, { orders, maxBacklog });
      return await this.#placeOnReplicas(ledger, shard, orders);
    });
  }

  // WAIT speaks of what its own connection has done on its server. After a failover another server
  // would vouch for orders that it has never seen: so both are sent on one connection, or fail.
  async #placeOnReplicas(
    ledger: Ledger,
    shard: number,
    orders: readonly NewOrder[],
  ): Promise<Placement[]> {
    const { MAX_BACKLOG: maxBacklog, WAIT_REPLICAS: wanted } = this.#config;
    const key = orderStreamKey(shard);
    const session = this.#redis?.session(key) ?? ledger.redis;
    const redis = { ...session, nodes: () => ledger.redis.nodes() };
    const placements = await placeOrders({ ...ledger, redis }, shard, { orders, maxBacklog });
    const command = ['WAIT', String(wanted), String(WAIT_TIMEOUT_MS)];
    const reached = Number(await session.command(key, command));
    if (reached >= wanted) return placements;
    throw redisUnavailable(new Error(`${reached} of ${wanted} replicas have the orders`));
  }
}

interface ClaimedOrder {
  order: NewOrder;
  shard: number;
  placing: () => Promise<Placement>;
}

// Only what passes by itself is tried again; a Redis that is full, say, is not.
async function retryUntil<Result>(deadline: number, run: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      const isLate = performance.now() + RETRY_DELAY_MS >= deadline;
      if (error instanceof ApiError || !isPassing(error) || isLate) throw error;
      await delay(RETRY_DELAY_MS);
    }
  }
}

function overloaded(why: string): ApiError {
  return new ApiError('OVERLOADED', `${why}; try again in a moment`, { retryAfterS: 2 });
}
