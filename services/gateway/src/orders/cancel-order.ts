import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, ticketPurchase } from '@onsale/contracts';
import { type Order, requestCancel, showOrder } from '@onsale/ledger';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import { withinDeadline } from '../redis-deadline.ts';
import type { Sale } from '../sale.ts';
import type { Follower } from './order-followers.ts';

/**
 * How long a request waits for a worker, which looks for such orders four times a second, or for payments,
 * which close the page of the provider first.
 */
const WAIT_MS = 2500;

/**
 * `POST /orders/:orderId/cancel`. The gateway may not change stock, so a worker does it: the gateway
 * asks, and answers when the order has changed. `watch` is told of each order.
 */
export function registerCancelOrder(
  scope: HttpServer,
  sale: () => Sale,
  watch: (order: Order) => Order,
): void {
  const { url, schema } = ticketPurchase.cancelOrder;
  withSchemaTypes(scope).post(url, { schema }, async (request, reply) => {
    const { ledger, reader, followers } = sale();
    const { orderId } = request.params;
    const read = async () => watch(await reader.read(orderId));
    let order = await read();
    if (order.status === 'held') {
      const outcome = new AwaitedOutcome({ orderId, client: request.ip, read });
      try {
        // Before asking, so that the change is not missed. Who may not follow the order is told of it
        // later.
        const isFollowed = await followers.add(outcome).then(
          () => true,
          () => false,
        );
        const asked = await withinDeadline(() => requestCancel(ledger, orderId));
        if (asked === 'asked' && isFollowed) await outcome.within(WAIT_MS);
      } finally {
        followers.remove(outcome);
      }
      order = await read();
    }
    reply.header('cache-control', 'no-store');
    if (order.status === 'cancelled') return showOrder(order);
    if (order.status === 'held') return reply.code(202).send(showOrder(order));
    // Or its deadline passed, or its payment came in, before it could be cancelled.
    throw notHeld(order);
  });
}

/** Waits for a held order to be held no longer. */
class AwaitedOutcome implements Follower {
  readonly orderId: string;
  readonly client: string;
  turn = 0;
  readonly #read: () => Promise<Order>;
  readonly #stop = new AbortController();

  constructor({
    orderId,
    client,
    read,
  }: Pick<Follower, 'orderId' | 'client'> & { read: () => Promise<Order> }) {
    this.orderId = orderId;
    this.client = client;
    this.#read = read;
  }

  /** Resolves when the order has changed, and at the latest after so many ms. */
  async within(ms: number): Promise<void> {
    // Aborted means that it has changed.
    await delay(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }

  async changed(): Promise<void> {
    if ((await this.#read()).status !== 'held') this.end();
  }

  stillHere(): void {}

  end(): void {
    this.#stop.abort();
  }
}

function notHeld({ status }: Order): ApiError {
  const is = status === 'pending' ? 'still in line' : status;
  return new ApiError('ORDER_NOT_HELD', `the order is ${is}; only a held order can be cancelled`);
}
