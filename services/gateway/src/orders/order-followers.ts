import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '@onsale/contracts';
import { type Ledger, orderChangesChannel, parseOrderId } from '@onsale/ledger';
import { type RedisConnection } from '@onsale/redis';
import { type ClientAddresses, Gauge, type Logger, type Registry } from '@onsale/service';
import type { LineWatch } from '../place-in-line/line-watch.ts';
import { redisUnavailable, withinDeadline } from '../redis-deadline.ts';

/** Maximum number of open streams per gateway, to bound its memory. */
const MAX_FOLLOWERS = 10_000;
/** Per client address: a tenth, because many customers of a mobile carrier share an address. */
const MAX_FOLLOWERS_OF_CLIENT = 1000;
/** Per order: more windows than a buyer has open. */
const MAX_FOLLOWERS_OF_ORDER = 5;

/** Orders read at once: thousands may be settled in one moment, and each read has a deadline. */
const READS_AT_ONCE = 128;
/** Pause after a failed read, for example while Redis is unreachable. */
const RETRY_DELAY_MS = 250;
/** How often some followers are told of their place in line, and how many at a time at most. */
const TELL_LINE_EVERY_MS = 100;
const TELL_LINE_AT_ONCE = 200;
/** Followers asked whether their place has changed, at a time: each second ten thousand. */
const ASK_LINE_AT_ONCE = 1000;
/** A place is told at most this often. */
const LINE_TOUR_MS = 1000;
/** A comment now and then keeps proxies from closing a quiet stream. */
const KEEP_ALIVE_S = 15;

export interface Follower {
  readonly orderId: string;
  /** The buyer's address. */
  readonly client: string;
  /** The second of the keep-alive interval at which it gets a keep-alive; set when added. */
  turn: number;
  /**
   * The order may have changed. Called again if it rejects, which means the order could not be
   * read.
   */
  changed(): Promise<void>;
  /** Time for a keep-alive. */
  stillHere(): void;
  /** Its place in line may have changed. Whether it had, and was sent. */
  lineMoved?(): boolean;
  /** The process is shutting down. */
  end(): void;
}

/**
 * All followers of orders on this gateway. It subscribes to a shard's changes with the first
 * follower of one of its orders.
 */
export class OrderFollowers {
  readonly #ledger: Ledger;
  readonly #redis: RedisConnection;
  readonly #logger: Logger;
  readonly #clients: ClientAddresses;
  /** Followers by order id. */
  readonly #followers = new Map<string, Follower[]>();
  readonly #countOfClient = new Map<string, number>();
  #count = 0;
  /** Followers whose order may have changed and must be read, in order of the changes. */
  readonly #changed = new Set<Follower>();
  #reading = 0;
  #turn = 0;
  readonly #keepAlive: NodeJS.Timeout;
  readonly #line: Pick<LineWatch, 'hasBacklog'>;
  readonly #tellLine: NodeJS.Timeout;
  /** The followers that are still to be asked in this round, and when it began. */
  #tour: Iterator<Follower> | undefined;
  #tourSinceMs = -Infinity;

  /** `redis` is a connection that may subscribe. */
  constructor(
    ledger: Ledger,
    redis: RedisConnection,
    options: {
      logger: Logger;
      registry: Registry;
      clients: ClientAddresses;
      line: Pick<LineWatch, 'hasBacklog'>;
    },
  ) {
    this.#ledger = ledger;
    this.#redis = redis;
    this.#logger = options.logger;
    this.#clients = options.clients;
    this.#line = options.line;
    const count = () => this.#count;
    options.registry.registerMetric(
      new Gauge({
        name: 'onsale_order_followers',
        help: 'Order streams open on this gateway',
        registers: [],
        collect() {
          this.set(count());
        },
      }),
    );
    // Changes may have been missed while disconnected.
    redis.onReconnect(() => {
      for (const follower of this.#all()) this.tell(follower);
    });
    let second = 0;
    this.#keepAlive = setInterval(() => {
      second = (second + 1) % KEEP_ALIVE_S;
      // A fraction at a time: ten thousand writes at once would delay orders.
      for (const follower of this.#all()) if (follower.turn === second) follower.stillHere();
    }, 1000);
    this.#tellLine = setInterval(() => this.#tellPlaces(), TELL_LINE_EVERY_MS);
  }

  /** Schedules the follower to read its order. */
  tell(follower: Follower): void {
    this.#changed.add(follower);
    while (this.#reading < READS_AT_ONCE && this.#changed.size > 0) void this.#readNext();
  }

  async close(): Promise<void> {
    clearInterval(this.#keepAlive);
    clearInterval(this.#tellLine);
    for (const follower of [...this.#all()]) follower.end();
  }

  /**
   * Notifies the follower of every change of its order from now on. Throws `ApiError`: 404 for an
   * invalid order id, 503 when there are too many followers or Redis is unreachable.
   */
  async add(follower: Follower): Promise<void> {
    if (!this.#redis.isReady()) throw redisUnavailable();
    const order = parseOrderId(follower.orderId, this.#ledger.shards);
    if (order === undefined) throw new ApiError('ORDER_NOT_FOUND', 'there is no such order');
    this.#takePlace(follower);
    this.#turn = (this.#turn + 1) % KEEP_ALIVE_S;
    follower.turn = this.#turn;
    // Awaited by every follower, because only a completed subscription misses no change.
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

  // A message contains the ids of all orders settled together.
  readonly #hear = (message: string): void => {
    if (this.#count === 0) return;
    for (const orderId of message.split(' ')) {
      for (const follower of this.#followers.get(orderId) ?? []) this.tell(follower);
    }
  };

  // A bounded part of the followers at a time, in rounds: a long line must not delay orders.
  #tellPlaces(): void {
    if (this.#count === 0 || !this.#line.hasBacklog) return;
    if (this.#tour === undefined) {
      if (performance.now() - this.#tourSinceMs < LINE_TOUR_MS) return;
      this.#tourSinceMs = performance.now();
      this.#tour = this.#all();
    }
    let told = 0;
    for (let asked = 0; asked < ASK_LINE_AT_ONCE && told < TELL_LINE_AT_ONCE; asked += 1) {
      const next = this.#tour.next();
      if (next.done === true) {
        this.#tour = undefined;
        return;
      }
      if (next.value.lineMoved?.() === true) told += 1;
    }
  }

  *#all(): Generator<Follower> {
    for (const followers of this.#followers.values()) yield* followers;
  }

  // Continues until nothing is left to read.
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
