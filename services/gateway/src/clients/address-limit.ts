import { ApiError } from '@onsale/contracts';
import { countRequests, type RedisConnection, type RequestCount } from '@onsale/redis';
import { BatchQueue, type ClientAddresses } from '@onsale/service';

/** Requests that one call counts at the most. */
const MAX_COUNT_BATCH = 256;
/** Clients whose counts this gateway remembers; the one it has known longest is forgotten first. */
const MAX_WINDOWS = 50_000;

interface Counted {
  client: string;
  /** 1 for a request, -1 for one that is given back. */
  change: 1 | -1;
}

/** What this gateway knows of a client. */
interface Window {
  /** Requests of all gateways when Redis last answered, and those counted here since. */
  requests: number;
  /** By the clock of `performance`. */
  endsAtMs: number;
}

/** What is counted of an address, each apart from the others. */
export type Limited = 'orders' | 'wrong codes';

/**
 * Limits what comes from one client address, counted in Redis for all gateways together. Protection
 * against a single greedy client, not a promise: when Redis can't count in time, the request goes on.
 *
 * Everything is counted, but only a client that has used up half of its limit waits for the answer.
 * So hardly any request pays a round trip for it, and several gateways together let a client have at most
 * half a limit each too many, once.
 */
export class AddressLimit {
  readonly #limited: Limited;
  readonly #most: number;
  readonly #windowMs: number;
  readonly #clients: ClientAddresses;
  readonly #windows = new Map<string, Window>();
  readonly #counts: BatchQueue<Counted, RequestCount | undefined>;

  constructor(
    redis: RedisConnection,
    clients: ClientAddresses,
    options: {
      limited: Limited;
      most: number;
      windowMs: number;
    },
  ) {
    const { limited, most, windowMs } = options;
    this.#limited = limited;
    this.#most = most;
    this.#windowMs = windowMs;
    this.#clients = clients;
    this.#counts = new BatchQueue(
      async (batch) => {
        const counts = await countRequests(redis, batch, this.#windowMs).catch(() => []);
        for (const [i, { client }] of batch.entries()) this.#learn(client, counts[i]);
        return batch.map((_, i) => counts[i]);
      },
      { maxBatch: MAX_COUNT_BATCH },
    );
  }

  /**
   * Counts one more of this address. Rejects with `ApiError` 429 when it is one too many; undefined
   * when the client is far from its limit, and there is nothing to wait for.
   */
  count(address: string): Promise<void> | undefined {
    if (this.#clients.isOurs(address)) return undefined;
    const client = this.nameOf(address);
    const window = this.#windowOf(client);
    window.requests += 1;
    const counted = this.#counts.add({ client, change: 1 });
    return window.requests * 2 <= this.#most ? undefined : this.#judge(counted);
  }

  /** Whether this address has a limit at all: our own have none. */
  isLimited(address: string): boolean {
    return !this.#clients.isOurs(address);
  }

  /** Throws `ApiError` 429 when, as far as is known here, this address has used up its limit. */
  check(address: string): void {
    const window = this.#windows.get(this.nameOf(address));
    if (window === undefined || window.requests < this.#most) return;
    const endsInMs = window.endsAtMs - performance.now();
    if (endsInMs > 0) throw this.#tooMany(endsInMs);
  }

  /** Counts one more, and resolves once it is known how many there are in all, or that Redis can't count. */
  async countAndLearn(address: string): Promise<void> {
    const client = this.nameOf(address);
    this.#windowOf(client).requests += 1;
    await this.#counts.add({ client, change: 1 });
  }

  /** Takes one back that was none: an order that was only repeated. */
  giveBack(address: string): void {
    if (this.#clients.isOurs(address)) return;
    const client = this.nameOf(address);
    this.#windowOf(client).requests -= 1;
    void this.#counts.add({ client, change: -1 });
  }

  async #judge(counting: Promise<RequestCount | undefined>): Promise<void> {
    const counted = await counting;
    if (counted === undefined || counted.requests <= this.#most) return;
    throw this.#tooMany(counted.endsInMs);
  }

  #tooMany(endsInMs: number): ApiError {
    const retryAfterS = Math.max(1, Math.ceil(endsInMs / 1000));
    return new ApiError(
      'RATE_LIMITED',
      `too many ${this.#limited} from this address; try again in ${retryAfterS} s`,
      { retryAfterS },
    );
  }

  /** Whose requests are counted together: all addresses of one network of IPv6. */
  nameOf(address: string): string {
    const name = this.#clients.nameOf(address);
    return this.#limited === 'orders' ? name : `${this.#limited} ${name}`;
  }

  #windowOf(client: string): Window {
    const nowMs = performance.now();
    const known = this.#windows.get(client);
    if (known !== undefined && known.endsAtMs > nowMs) return known;
    // Set anew, it is the last one to be forgotten.
    this.#windows.delete(client);
    if (this.#windows.size >= MAX_WINDOWS) {
      const [oldest = ''] = this.#windows.keys();
      this.#windows.delete(oldest);
    }
    const window = { requests: 0, endsAtMs: nowMs + this.#windowMs };
    this.#windows.set(client, window);
    return window;
  }

  // What was counted here since may not be in it yet, so the larger one holds.
  #learn(client: string, counted: RequestCount | undefined): void {
    const window = this.#windows.get(client);
    if (counted === undefined || window === undefined) return;
    window.requests = Math.max(window.requests, counted.requests);
    window.endsAtMs = Math.min(window.endsAtMs, performance.now() + counted.endsInMs);
  }
}
