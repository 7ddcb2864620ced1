import { ApiError } from '@onsale/contracts';
import { type Ledger, type Order, orderStreamKey, parseOrderId, readOrder } from '@onsale/ledger';
import type { RedisConnection } from '@onsale/redis';
import { BatchQueue } from '../batch-queue/batch-queue.ts';
import { withinDeadline } from '../redis-deadline.ts';
import { withReplicas } from '../replicas.ts';

/** Maximum number of orders that share one WAIT. */
const MAX_READ_BATCH = 256;

/**
 * Reads orders of which somebody is told. Where placing waits for replicas, so does telling: what a
 * buyer was told must not be undone by a failover. Reads that arrive together share one wait.
 */
export class OrderReader {
  readonly #ledger: Ledger;
  readonly #redis: RedisConnection;
  readonly #replicas: number;
  readonly #lines = new Map<number, BatchQueue<string, Order | undefined>>();

  /** `redis` is a connection of its own, blocked while orders wait for replicas. */
  constructor(ledger: Ledger, redis: RedisConnection, replicas: number) {
    this.#ledger = ledger;
    this.#redis = redis;
    this.#replicas = replicas;
  }

  /**
   * Reads an order. Throws `ApiError`: 404 when it does not exist, 503 when Redis is unreachable or
   * too few replicas have what was read.
   */
  async read(orderId: string): Promise<Order> {
    const order = await withinDeadline(() => this.#read(orderId));
    if (order === undefined) throw new ApiError('ORDER_NOT_FOUND', 'there is no such order');
    return order;
  }

  async #read(orderId: string): Promise<Order | undefined> {
    if (this.#replicas === 0) return await readOrder(this.#ledger, orderId);
    const shard = parseOrderId(orderId, this.#ledger.shards)?.shard;
    if (shard === undefined) return undefined;
    return await (this.#lines.get(shard) ?? this.#openLine(shard)).add(orderId);
  }

  #openLine(shard: number): BatchQueue<string, Order | undefined> {
    const send = (orderIds: readonly string[]) => this.#readTogether(shard, orderIds);
    const line = new BatchQueue(send, { maxBatch: MAX_READ_BATCH });
    this.#lines.set(shard, line);
    return line;
  }

  async #readTogether(shard: number, orderIds: readonly string[]): Promise<(Order | undefined)[]> {
    // An order that is still pending was durable before anybody knew its address.
    const needsWait = (orders: readonly (Order | undefined)[]) =>
      orders.some((order) => order !== undefined && order.status !== 'pending');
    return await withReplicas(
      this.#redis,
      { key: orderStreamKey(shard), replicas: this.#replicas, needsWait },
      (redis) =>
        Promise.all(orderIds.map((orderId) => readOrder({ ...this.#ledger, redis }, orderId))),
    );
  }
}
