import { ApiError } from '@onsale/contracts';
import {
  type Ledger,
  mayBeArchived,
  type Order,
  orderAddress,
  parseOrderId,
  readOrder,
} from '@onsale/ledger';
import { isOutage, type RedisConnection } from '@onsale/redis';

/** How long replicas may take to confirm. */
const WAIT_MS = 500;

/**
 * Reads orders of which somebody is told. Where placing waits for replicas, so does telling: nobody must have a
 * ticket that a failover takes back.
 */
export class OrderReader {
  readonly #ledger: () => Ledger;
  readonly #telling: () => RedisConnection;
  readonly #replicas: number;

  /** `telling` is a connection of its own where there are `replicas`: it is blocked while orders wait for them. */
  constructor(options: { ledger: () => Ledger; telling: () => RedisConnection; replicas: number }) {
    this.#ledger = options.ledger;
    this.#telling = options.telling;
    this.#replicas = options.replicas;
  }

  /**
   * Reads an order that has tickets, or had them before it was refunded. Rejects with `ApiError`: 404 when there is
   * none, 409 when it has no tickets, 503 when Redis does not answer.
   */
  async read(orderId: string): Promise<Order> {
    const order = await answering(() => this.#read(orderId));
    if (order === undefined) throw await this.#missing(orderId);
    if (order.status === 'confirmed' || order.status === 'refunded') return order;
    throw new ApiError('NO_TICKETS', `the order is ${order.status}, and has no tickets`);
  }

  async #read(orderId: string): Promise<Order | undefined> {
    const ledger = this.#ledger();
    const shard = parseOrderId(orderId, ledger.shards)?.shard;
    if (this.#replicas === 0 || shard === undefined) return await readOrder(ledger, orderId);
    const telling = this.#telling();
    const [key] = orderAddress(shard, orderId);
    const session = telling.session(key);
    const redis = { ...session, nodes: () => telling.nodes() };
    const order = await readOrder({ ...ledger, redis }, orderId);
    const wait = ['WAIT', String(this.#replicas), String(WAIT_MS)];
    const reached = Number(await session.command(key, wait));
    if (reached >= this.#replicas) return order;
    throw redisUnavailable(new Error(`${reached} of ${this.#replicas} replicas have the order`));
  }

  async #missing(orderId: string): Promise<ApiError> {
    if (!(await answering(() => mayBeArchived(this.#ledger(), orderId)))) {
      return new ApiError('ORDER_NOT_FOUND', 'there is no order with this id');
    }
    const message = 'the order is archived, so only its receipt remains';
    return new ApiError('NO_TICKETS', message);
  }
}

/** Runs what a request needs of Redis. Rejects with `ApiError` 503 when Redis does not answer. */
export async function answering<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw isOutage(error) ? redisUnavailable(error) : error;
  }
}

function redisUnavailable(cause: unknown): ApiError {
  const message = 'the tickets cannot be read at the moment; try again';
  return new ApiError('REDIS_UNAVAILABLE', message, { retryAfterS: 1, cause });
}
