import { ApiError } from '@onsale/contracts';
import {
  isOutcome,
  type Ledger,
  mayBeArchived,
  type Order,
  orderStreamKey,
  parseOrderId,
  readOrder,
  toOrder,
} from '@onsale/ledger';
import type { RedisConnection } from '@onsale/redis';
import { type ArchivedOrders, BatchQueue, withReplicas } from '@onsale/service';
import { redisUnavailable, withinDeadline } from '../redis-deadline.ts';

/** Maximum number of orders that share one WAIT. */
const MAX_READ_BATCH = 256;

/**
 * Reads orders of which somebody is told. Where placing waits for replicas, so does telling: what a
 * buyer was told must not be undone by a failover. Reads that arrive together share one wait. An order
 * that has left Redis is asked of the office.
 */
export class OrderReader {
  readonly #ledger: Ledger;
  readonly #redis: RedisConnection;
  readonly #replicas: number;
  readonly #archived: ArchivedOrders | undefined;
  readonly #lines = new Map<number, BatchQueue<string, Order | undefined>>();

  /** `redis` is a connection of its own, blocked while orders wait for replicas. */
  constructor(
    ledger: Ledger,
    redis: RedisConnection,
    { replicas, archived }: { replicas: number; archived?: ArchivedOrders | undefined },
  ) {
    this.#ledger = ledger;
    this.#redis = redis;
    this.#replicas = replicas;
    this.#archived = archived;
  }

  /**
   * Reads an order. Throws `ApiError`: 404 when it does not exist, 503 when Redis is unreachable, too few
   * replicas have what was read, or the order may be archived and the office does not answer.
   */
  async read(orderId: string): Promise<Order> {
    const order =
      (await withinDeadline(() => this.#read(orderId))) ?? (await this.#readArchived(orderId));
    if (order === undefined) throw new ApiError('ORDER_NOT_FOUND', 'there is no such order');
    return order;
  }

  async #read(orderId: string): Promise<Order | undefined> {
    if (this.#replicas === 0) return await readOrder(this.#ledger, orderId);
    const shard = parseOrderId(orderId, this.#ledger.shards)?.shard;
    if (shard === undefined) return undefined;
    return await (this.#lines.get(shard) ?? this.#openLine(shard)).add(orderId);
  }

  // Most ids that nobody knows are no older than the sale, and nothing is asked for them.
  async #readArchived(orderId: string): Promise<Order | undefined> {
    if (this.#archived === undefined) return undefined;
    const isOld = await withinDeadline(() => mayBeArchived(this.#ledger, orderId));
    const found = isOld ? await this.#archived.read(orderId) : undefined;
    if (found === undefined) return undefined;
    const order = toOrder(this.#ledger, orderId, found.record);
    // What still waits for its outcome has not left, but was lost here.
    return isOutcome(order.status) ? order : undefined;
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
      {
        ...{ key: orderStreamKey(shard), replicas: this.#replicas },
        ...{ needsWait, unavailable: redisUnavailable },
      },
      (redis) =>
        Promise.all(orderIds.map((orderId) => readOrder({ ...this.#ledger, redis }, orderId))),
    );
  }
}
