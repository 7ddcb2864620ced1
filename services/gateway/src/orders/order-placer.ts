import { ApiError } from '@onsale/contracts';
import {
  type Ledger,
  MAX_PLACE_BATCH,
  type NewOrder,
  orderStreamKey,
  type Placement,
  placeOrders,
} from '@onsale/ledger';
import type { RedisConnection } from '@onsale/redis';
import { BatchQueue, type Registry, withReplicas } from '@onsale/service';
import type { GatewayConfig } from '../config.ts';
import {
  REDIS_DEADLINE_MS,
  redisUnavailable,
  retryUntil,
  withinDeadline,
} from '../redis-deadline.ts';
import { withClaimedKey } from './claimed-key.ts';
import { createPlacementMetrics, type PlacementMetrics } from './placement-metrics.ts';

/** Maximum number of orders in flight to Redis; beyond it 503, before memory runs out. */
const MAX_IN_FLIGHT = 20_000;

interface Waiting {
  order: NewOrder;
  /** When it gets 503, on the `performance` clock. */
  deadlineMs: number;
}

/** The orders of one shard on their way to Redis. */
interface Line {
  queue: BatchQueue<Waiting, Placement>;
  /**
   * The backlog was full at the last reply. Then one order at a time asks again, and the others are
   * refused at once, without loading a busy Redis.
   */
  isFull: boolean;
}

/**
 * Places orders, many of a shard in one call to Redis. An order that has its id can be sent again
 * safely, so a lost reply is no problem.
 */
export class OrderPlacer {
  readonly #ledger: Ledger;
  readonly #redis: RedisConnection;
  readonly #limits: Pick<GatewayConfig, 'MAX_BACKLOG' | 'WAIT_REPLICAS'>;
  readonly #metrics: PlacementMetrics;
  readonly #lines = new Map<number, Line>();
  #inFlight = 0;
  /** Orders stored since startup. */
  placedTotal = 0;

  /** `redis` is a connection without reads, on which orders wait for replicas. */
  constructor(
    ledger: Ledger,
    redis: RedisConnection,
    options: { config: Pick<GatewayConfig, 'MAX_BACKLOG' | 'WAIT_REPLICAS'>; registry: Registry },
  ) {
    this.#ledger = ledger;
    this.#redis = redis;
    this.#limits = options.config;
    this.#metrics = createPlacementMetrics(options.registry);
  }

  /** Whether orders can be placed now. */
  get isReady(): boolean {
    return this.#redis.isReady();
  }

  /**
   * Places an order in its shard. Rejects with `ApiError` 503 when too many orders are in flight,
   * or when it is unknown whether Redis stored it.
   */
  async place(order: NewOrder, shard: number): Promise<Placement> {
    if (!this.isReady) throw redisUnavailable();
    if (this.#inFlight >= MAX_IN_FLIGHT) throw overloaded('too many orders are on their way');
    const deadlineMs = performance.now() + REDIS_DEADLINE_MS;
    const waiting = { order, deadlineMs };
    const { idempotencyKey, customer } = order;
    if (idempotencyKey === undefined || this.#ledger.shards === 1) {
      return await this.#enqueue(shard, waiting);
    }
    // With several shards a key must not be used in two of them.
    const claim = { idempotencyKey, customer, shard, orderId: order.id };
    return await withClaimedKey(this.#ledger, { claim, deadlineMs }, () =>
      this.#enqueue(shard, waiting),
    );
  }

  #enqueue(shard: number, waiting: Waiting): Promise<Placement> {
    const line = this.#lines.get(shard) ?? this.#openLine(shard);
    if (line.isFull && !line.queue.isIdle) {
      this.#metrics.finished('backlog-full');
      return Promise.resolve({ outcome: 'backlog-full' });
    }
    this.#inFlight += 1;
    return line.queue.add(waiting);
  }

  #openLine(shard: number): Line {
    const send = (batch: readonly Waiting[]) => this.#send(shard, line, batch);
    const queue = new BatchQueue(send, { maxBatch: MAX_PLACE_BATCH });
    const line: Line = { queue, isFull: false };
    this.#lines.set(shard, line);
    return line;
  }

  async #send(shard: number, line: Line, batch: readonly Waiting[]): Promise<Placement[]> {
    const startedAt = performance.now();
    // The first is the oldest, so its deadline is the earliest of the batch.
    const deadlineMs = batch[0]?.deadlineMs ?? 0;
    const orders = batch.map((waiting) => waiting.order);
    try {
      // After a lost reply the call is retried until the deadline.
      const placements = await withinDeadline(
        () => retryUntil(deadlineMs, () => this.#placeNow(shard, orders)),
        Math.max(0, deadlineMs - startedAt),
      );
      line.isFull = placements.at(-1)?.outcome === 'backlog-full';
      this.#metrics.stored(batch.length, (performance.now() - startedAt) / 1000);
      this.#count(placements);
      return placements;
    } catch (error) {
      line.isFull = false;
      for (let i = 0; i < batch.length; i += 1) this.#metrics.finished('unavailable');
      throw error;
    } finally {
      this.#inFlight -= batch.length;
    }
  }

  async #placeNow(shard: number, orders: readonly NewOrder[]): Promise<Placement[]> {
    const { MAX_BACKLOG: maxBacklog, WAIT_REPLICAS: replicas } = this.#limits;
    const place = (ledger: Ledger) => placeOrders(ledger, shard, { orders, maxBacklog });
    if (replicas === 0) return await place(this.#ledger);
    const key = orderStreamKey(shard);
    const waiting = { key, replicas, unavailable: redisUnavailable };
    return await withReplicas(this.#redis, waiting, (redis) => place({ ...this.#ledger, redis }));
  }

  #count(placements: readonly Placement[]): void {
    for (const { outcome } of placements) {
      this.#metrics.finished(outcome);
      if (outcome === 'placed') this.placedTotal += 1;
    }
  }
}

export function overloaded(why: string): ApiError {
  return new ApiError('OVERLOADED', `${why}; try again in a moment`, { retryAfterS: 2 });
}
