import { setTimeout as delay } from 'node:timers/promises';
import type { RedisNode } from '@onsale/redis';
import { toTimeMs } from './redis-time.ts';

/** Further apart, deadlines that people are shown would be wrong. */
export const MAX_CLOCK_DIFFERENCE_MS = 5000;
/** How soon a clock that was changed is noticed. */
const LOOK_EVERY_MS = 2000;

/**
 * Compares the clock of this process with those of Redis, by which deadlines and sales windows are
 * judged. What buyers are shown is computed by the clock of this process.
 */
export class ClockWatch {
  readonly #redis: { nodes(): Promise<RedisNode[]> };
  readonly #now: () => number;
  readonly #stop = new AbortController();
  #watching: Promise<void> | undefined;
  #differenceMs = 0;

  /** `now` is the clock of this process: Unix time in ms. */
  constructor(redis: { nodes(): Promise<RedisNode[]> }, now: () => number = Date.now) {
    this.#redis = redis;
    this.#now = now;
  }

  /** Compares once, then every two seconds until closed. Never rejects: an outage tells nothing. */
  async open(): Promise<void> {
    await this.#look();
    this.#watching = this.#watch();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#watching;
  }

  /** How far this clock was ahead of Redis' when last compared; negative when it was behind. */
  get differenceMs(): number {
    return this.#differenceMs;
  }

  /** Why this process should not serve, for `/readyz`; empty while the clocks agree. */
  obstacles(): string[] {
    const apartMs = Math.abs(this.#differenceMs);
    if (apartMs <= MAX_CLOCK_DIFFERENCE_MS) return [];
    const seconds = (apartMs / 1000).toFixed(1);
    const direction = this.#differenceMs > 0 ? 'ahead of' : 'behind';
    return [
      `the clock of this process is ${seconds} s ${direction} that of Redis; ` +
        `${MAX_CLOCK_DIFFERENCE_MS / 1000} s are allowed: set both by a time server (NTP)`,
    ];
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await this.#look();
    }
  }

  async #look(): Promise<void> {
    try {
      const nodes = await this.#redis.nodes();
      const differences = await Promise.all(nodes.map((node) => this.#compare(node)));
      // The node whose clock differs most decides: any of them may judge the next deadline.
      this.#differenceMs = differences.reduce(
        (most, next) => (Math.abs(next) > Math.abs(most) ? next : most),
        0,
      );
    } catch {
      // Without an answer the last comparison stands; the connection reports outages itself.
    }
  }

  // Redis read its clock at some moment between question and answer, so a difference within that
  // time is none.
  async #compare(node: RedisNode): Promise<number> {
    const askedMs = this.#now();
    const redisMs = toTimeMs(await node.command(['TIME']));
    const answeredMs = this.#now();
    if (redisMs < askedMs) return askedMs - redisMs;
    return redisMs > answeredMs ? answeredMs - redisMs : 0;
  }
}
