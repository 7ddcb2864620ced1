import { ApiError } from '@onsale/contracts';
import { countRequests, type RedisConnection, type RequestCount } from '@onsale/redis';
import { BatchQueue } from '../batch-queue/batch-queue.ts';
import type { ClientAddresses } from '../client-address.ts';
import type { GatewayConfig } from '../config.ts';

/** Requests that one call counts at the most. */
const MAX_COUNT_BATCH = 256;

interface Counted {
  client: string;
  /** 1 for a request, -1 for one that is given back. */
  change: 1 | -1;
}

/**
 * Limits the orders of one client address, counted in Redis for all gateways together. Protection
 * against a single greedy client, not a promise: when Redis can't count in time, the order goes on.
 */
export class OrderLimit {
  readonly #most: number;
  readonly #clients: ClientAddresses;
  readonly #counts: BatchQueue<Counted, RequestCount | undefined>;

  constructor(
    redis: RedisConnection,
    clients: ClientAddresses,
    config: Pick<GatewayConfig, 'RATE_LIMIT_ORDERS' | 'RATE_LIMIT_WINDOW_S'>,
  ) {
    this.#most = config.RATE_LIMIT_ORDERS;
    this.#clients = clients;
    const windowMs = config.RATE_LIMIT_WINDOW_S * 1000;
    this.#counts = new BatchQueue(
      async (batch) =>
        await countRequests(redis, batch, windowMs).catch(() => batch.map(() => undefined)),
      { maxBatch: MAX_COUNT_BATCH },
    );
  }

  /** Counts an order of this address. Throws `ApiError` 429 when it is one too many. */
  async count(address: string): Promise<void> {
    if (this.#clients.isOurs(address)) return;
    const client = this.#clients.nameOf(address);
    const counted = await this.#counts.add({ client, change: 1 });
    if (counted === undefined || counted.requests <= this.#most) return;
    const retryAfterS = Math.max(1, Math.ceil(counted.endsInMs / 1000));
    throw new ApiError(
      'RATE_LIMITED',
      `too many orders from this address; try again in ${retryAfterS} s`,
      { retryAfterS },
    );
  }

  /** Takes one back that was none: a request that was only repeated. */
  giveBack(address: string): void {
    if (this.#clients.isOurs(address)) return;
    void this.#counts.add({ client: this.#clients.nameOf(address), change: -1 });
  }
}
