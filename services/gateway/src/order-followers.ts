import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '@onsale/contracts';
import { type Ledger, orderChannel, parseOrderId } from '@onsale/ledger';
import type { Logger, RedisConnection } from '@onsale/service-runtime';
import { redisUnavailable, withinDeadline } from './redis-deadline.ts';

/** Streams that one gateway holds open at the most: 200 MB of memory at 20 KB each. */
const MAX_FOLLOWERS = 10_000;

/** Orders read at once: thousands may be settled in one moment, and each read has a deadline. */
const READS_AT_ONCE = 128;
/** After a read that failed, for example while Redis is away. */
const RETRY_DELAY_MS = 250;

export interface Follower {
  /** The order may have changed. Rejects when it could not be read: it is called again then. */
  changed: () => Promise<void>;
  /** The process is about to end. */
  closed: () => void;
}

/** Everybody who waits for an order on this gateway; one subscription for each order. */
export class OrderFollowers {
  readonly #logger: Logger;
  readonly #orders = new Map<string, Set<Follower>>();
  #ledger: Ledger | undefined;
  #redis: RedisConnection | undefined;
  #count = 0;
  /** Whose order may have changed and was not read since, in the order of the changes. */
  readonly #changed = new Set<Follower>();
  #reading = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  open(ledger: Ledger, redis: RedisConnection): void {
    this.#ledger = ledger;
    this.#redis = redis;
    // Changes may have been missed while the connection was away.
    redis.onReconnect(() => {
      for (const followers of this.#orders.values()) {
        for (const follower of followers) this.tell(follower);
      }
    });
  }

  /** Has the follower read its order, when it is its turn. */
  tell(follower: Follower): void {
    this.#changed.add(follower);
    while (this.#reading < READS_AT_ONCE && this.#changed.size > 0) void this.#readNext();
  }

  async close(): Promise<void> {
    for (const followers of this.#orders.values()) {
      for (const follower of followers) follower.closed();
    }
  }

  /**
   * Calls `changed` at every change of the order from now on. Returns the way to end that.
   * Throws `ApiError`: 404 for what is no order id, 503 when there are too many followers or Redis
   * is away.
   */
  async follow(orderId: string, follower: Follower): Promise<() => void> {
    const redis = this.#redis;
    if (redis?.isReady() !== true || this.#ledger === undefined) {
      throw redisUnavailable();
    }
    const parsed = parseOrderId(orderId, this.#ledger.shards);
    if (parsed === undefined) throw new ApiError('ORDER_NOT_FOUND', 'there is no such order');
    if (this.#count >= MAX_FOLLOWERS) {
      throw new ApiError('OVERLOADED', 'too many orders are followed; ask for the order instead', {
        retryAfterS: 5,
      });
    }
    const channel = orderChannel(parsed.shard, orderId);
    const followers = this.#orders.get(channel) ?? new Set();
    const isFirst = followers.size === 0;
    followers.add(follower);
    this.#orders.set(channel, followers);
    this.#count += 1;
    const tellAll = () => {
      for (const each of followers) this.tell(each);
    };
    if (isFirst) this.#listeners.set(channel, tellAll);
    // Asked again by every follower: only a finished subscription misses no change.
    const listener = this.#listeners.get(channel) ?? tellAll;
    await withinDeadline(() => redis.subscribe(channel, listener)).catch((error: unknown) => {
      this.#forget(channel, follower);
      throw error;
    });
    return () => this.#forget(channel, follower);
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

  readonly #listeners = new Map<string, () => void>();

  #forget(channel: string, follower: Follower): void {
    const followers = this.#orders.get(channel);
    if (followers?.delete(follower) !== true) return;
    this.#count -= 1;
    if (followers.size > 0) return;
    this.#orders.delete(channel);
    const listener = this.#listeners.get(channel);
    this.#listeners.delete(channel);
    if (listener === undefined) return;
    this.#redis
      ?.unsubscribe(channel, listener)
      .catch((error: unknown) => this.#logger.debug({ err: error }, 'unsubscribing failed'));
  }
}
