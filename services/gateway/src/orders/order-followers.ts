import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '@onsale/contracts';
import { type Ledger, orderChangesChannel, parseOrderId } from '@onsale/ledger';
import { type RedisConnection } from '@onsale/redis';
import { Gauge, type Logger, type Registry } from '@onsale/service';
import type { ClientAddresses } from '../client-address.ts';
import { redisUnavailable, withinDeadline } from '../redis-deadline.ts';

/** Streams that one gateway holds open at the most, so that they can't fill its memory. */
const MAX_FOLLOWERS = 10_000;
/** Of one client address: a tenth, because many buyers of a mobile carrier share an address. */
const MAX_FOLLOWERS_OF_CLIENT = 1000;
/** Of one order: more than a buyer has windows open. */
const MAX_FOLLOWERS_OF_ORDER = 5;

/** Orders read at once: thousands may be settled in one moment, and each read has a deadline. */
const READS_AT_ONCE = 128;
/** After a read that failed, for example while Redis is away. */
const RETRY_DELAY_MS = 250;
/** A comment now and then keeps proxies from closing a quiet stream. */
const KEEP_ALIVE_S = 15;

export interface Follower {
  readonly orderId: string;
  /** The address of the buyer. */
  readonly client: string;
  /** The second of the keep-alive interval in which it is told; set when it is added. */
  turn: number;
  /** The order may have changed. Rejects when it could not be read: it is called again then. */
  changed(): Promise<void>;
  /** Nothing was said for a while. */
  stillHere(): void;
  /** The process is about to end. */
  end(): void;
}

/**
 * Everybody who waits for an order on this gateway. It hears of all orders of a shard from the first
 * one on that somebody follows there.
 */
export class OrderFollowers {
  readonly #ledger: Ledger;
  readonly #redis: RedisConnection;
  readonly #logger: Logger;
  readonly #clients: ClientAddresses;
  /** Who follows, by the id of the order. */
  readonly #followers = new Map<string, Follower[]>();
  readonly #countOfClient = new Map<string, number>();
  #count = 0;
  /** Whose order may have changed and was not read since, in the order of the changes. */
  readonly #changed = new Set<Follower>();
  #reading = 0;
  #turn = 0;
  readonly #keepAlive: NodeJS.Timeout;

  /** `redis` is a connection that may subscribe. */
  constructor(
    ledger: Ledger,
    redis: RedisConnection,
    options: { logger: Logger; registry: Registry; clients: ClientAddresses },
  ) {
    this.#ledger = ledger;
    this.#redis = redis;
    this.#logger = options.logger;
    this.#clients = options.clients;
    const count = () => this.#count;
    options.registry.registerMetric(
      new Gauge({
        name: 'onsale_order_followers',
        help: 'Streams of orders that are open',
        registers: [],
        collect() {
          this.set(count());
        },
      }),
    );
    // Changes may have been missed while the connection was away.
    redis.onReconnect(() => {
      for (const follower of this.#all()) this.tell(follower);
    });
    let second = 0;
    this.#keepAlive = setInterval(() => {
      second = (second + 1) % KEEP_ALIVE_S;
      // Some of them each time: ten thousand writes at once would hold up the orders.
      for (const follower of this.#all()) if (follower.turn === second) follower.stillHere();
    }, 1000);
  }

  /** Has the follower read its order, when it is its turn. */
  tell(follower: Follower): void {
    this.#changed.add(follower);
    while (this.#reading < READS_AT_ONCE && this.#changed.size > 0) void this.#readNext();
  }

  async close(): Promise<void> {
    clearInterval(this.#keepAlive);
    for (const follower of [...this.#all()]) follower.end();
  }

  /**
   * Tells the follower of every change of its order from now on. Throws `ApiError`: 404 for what is no
   * order id, 503 when there are too many followers or Redis is away.
   */
  async add(follower: Follower): Promise<void> {
    if (!this.#redis.isReady()) throw redisUnavailable();
    const order = parseOrderId(follower.orderId, this.#ledger.shards);
    if (order === undefined) throw new ApiError('ORDER_NOT_FOUND', 'there is no such order');
    this.#takePlace(follower);
    this.#turn = (this.#turn + 1) % KEEP_ALIVE_S;
    follower.turn = this.#turn;
    // Asked again by every follower: only a finished subscription misses no change.
    try {
      const channel = orderChangesChannel(order.shard);
      await withinDeadline(() => this.#redis.subscribe(channel, this.#hear));
    } catch (error) {
      this.remove(follower);
      throw error;
    }
  }

  /** Ends that. One who was never added, or has been removed, is left alone. */
  remove(follower: Follower): void {
    const followers = this.#followers.get(follower.orderId) ?? [];
    const index = followers.indexOf(follower);
    if (index === -1) return;
    followers.splice(index, 1);
    if (followers.length === 0) this.#followers.delete(follower.orderId);
    this.#count -= 1;
    const client = this.#clients.nameOf(follower.client);
    const left = (this.#countOfClient.get(client) ?? 0) - 1;
    if (left > 0) this.#countOfClient.set(client, left);
    else this.#countOfClient.delete(client);
  }

  #takePlace(follower: Follower): void {
    const others = this.#followers.get(follower.orderId);
    if ((others?.length ?? 0) >= MAX_FOLLOWERS_OF_ORDER) throw tooMany('this order is followed');
    const client = this.#clients.nameOf(follower.client);
    const ofClient = this.#countOfClient.get(client) ?? 0;
    const isOurs = this.#clients.isOurs(follower.client);
    if (ofClient >= MAX_FOLLOWERS_OF_CLIENT && !isOurs) {
      throw tooMany('orders are followed from this address');
    }
    if (this.#count >= MAX_FOLLOWERS) throw tooMany('orders are followed');
    if (others === undefined) this.#followers.set(follower.orderId, [follower]);
    else others.push(follower);
    this.#countOfClient.set(client, ofClient + 1);
    this.#count += 1;
  }

  // A message has the ids of all orders that were settled together.
  readonly #hear = (message: string): void => {
    if (this.#count === 0) return;
    for (const orderId of message.split(' ')) {
      for (const follower of this.#followers.get(orderId) ?? []) this.tell(follower);
    }
  };

  *#all(): Generator<Follower> {
    for (const followers of this.#followers.values()) yield* followers;
  }

  // Goes on until nothing is left to read.
  async #readNext(): Promise<void> {
    this.#reading += 1;
    for (const follower of this.#changed) {
      this.#changed.delete(follower);
      try {
        await follower.changed();
      } catch (error) {
        this.#logger.debug({ err: error }, 'an order that has changed could not be read');
        this.#changed.add(follower);
        await delay(RETRY_DELAY_MS);
      }
    }
    this.#reading -= 1;
  }
}

function tooMany(what: string): ApiError {
  return new ApiError('OVERLOADED', `${what} too many times already; ask for the order instead`, {
    retryAfterS: 5,
  });
}
