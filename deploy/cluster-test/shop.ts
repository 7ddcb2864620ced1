import { randomUUID } from 'node:crypto';
import type { Audit, Ticket } from '@onsale/contracts';
import type { Cluster } from './cluster.ts';
import type { Door } from './door.ts';

const ANSWER_TIMEOUT_MS = 130_000;
const ORDER_TIMEOUT_MS = 10_000;
/** What is in the streams is settled by then. */
const SETTLED_TIMEOUT_S = 120;

/** What became of a request for an order. */
export interface Answer {
  /** 0 without a response. */
  status: number;
  retryAfter: string | undefined;
  orderId: string | undefined;
  /** The response, or why there was none. */
  text: string;
}

/** How something is ordered. */
export interface Ordering {
  paymentMethod?: string;
  headers?: Readonly<Record<string, string>>;
}

/** The shop as its buyers and its laboratory have it, through the door. */
export class Shop {
  readonly door: Door;
  readonly #cluster: Cluster;

  constructor(cluster: Cluster, door: Door) {
    this.#cluster = cluster;
    this.door = door;
  }

  /** The JSON of a GET; rejects unless the status is 200. */
  async get<Body>(path: string): Promise<Body> {
    return await this.#json<Body>(path, {});
  }

  /** The JSON of a POST; rejects unless the status is a success. */
  async post<Body>(path: string, body: unknown): Promise<Body> {
    const headers = { 'content-type': 'application/json' };
    return await this.#json<Body>(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async #json<Body>(path: string, init: RequestInit): Promise<Body> {
    const signal = AbortSignal.any([this.#cluster.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
    const response = await fetch((await this.door.url()) + path, { ...init, signal }).catch(
      (error: unknown) => {
        this.door.renew();
        throw new Error(`${init.method ?? 'GET'} ${path}: ${reasonOf(error)}`);
      },
    );
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${init.method ?? 'GET'} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Body;
  }

  /** Tickets on sale: of an event, or all that the shop lists. */
  async tickets(event?: string): Promise<Ticket[]> {
    const query = event === undefined ? '' : `?event=${event}`;
    const { tickets } = await this.get<{ tickets: Ticket[] }>(`/api/v1/tickets${query}`);
    return tickets;
  }

  /** The id of a ticket of the rehearsal, which is in no list and can't be sold out. */
  async rehearsalTicket(): Promise<string> {
    const [ticket] = await this.tickets('rehearsal');
    if (ticket === undefined) throw new Error('the catalog has no rehearsal');
    return ticket.id;
  }

  /** Orders one ticket, once, and never rejects. `headers`: what a browser sends besides. */
  async order(
    ticketId: string,
    { paymentMethod = 'credit_card', headers = {} }: Ordering = {},
  ): Promise<Answer> {
    try {
      const response = await fetch(`${await this.door.url()}/api/v1/orders`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
          ...headers,
        },
        body: JSON.stringify({
          customer: { name: 'Ada Lovelace', email: 'ada@example.com' },
          items: [{ ticketId, qty: 1 }],
          paymentMethod,
        }),
        signal: AbortSignal.timeout(ORDER_TIMEOUT_MS),
      });
      const text = await response.text();
      const retryAfter = response.headers.get('retry-after') ?? undefined;
      const orderId =
        response.status === 201 ? (JSON.parse(text) as { orderId: string }).orderId : undefined;
      return { status: response.status, retryAfter, orderId, text };
    } catch (error) {
      this.door.renew();
      return { status: 0, retryAfter: undefined, orderId: undefined, text: reasonOf(error) };
    }
  }

  /** Waits until an order is confirmed; rejects when it is anything else after a while. */
  async untilConfirmed(orderId: string): Promise<void> {
    await this.until(orderId, 'confirmed');
  }

  /** The same for another status. */
  async until(orderId: string, wanted: string): Promise<void> {
    await this.#cluster.until(
      async () => (await this.get<{ status: string }>(`/api/v1/orders/${orderId}`)).status,
      (status) => status === wanted,
      {
        timeoutS: SETTLED_TIMEOUT_S,
        describe: (status) => `order ${orderId} is ${status}`,
        everyMs: 50,
      },
    );
  }

  /**
   * An audit of every order that began after the call, once all have settled and nothing changes; a
   * shop that has just started may refuse it for a moment.
   */
  async audit(): Promise<Audit> {
    // The audit answers with the same result for some seconds; the next one is of now.
    const former = await this.#nextAudit(() => true);
    return await this.#nextAudit(
      ({ at, exact, orders }) => at !== former.at && exact && orders.pending === 0,
    );
  }

  async #nextAudit(isDone: (audit: Audit) => boolean): Promise<Audit> {
    const answer = await this.#cluster.until(
      async () => await this.get<Audit>('/api/v1/audit').catch((error: Error) => error),
      (each) => !(each instanceof Error) && isDone(each),
      {
        timeoutS: SETTLED_TIMEOUT_S,
        describe: (each) =>
          each instanceof Error ? each.message : `${each.orders.pending} orders are pending`,
      },
    );
    // The loop ends with an audit only.
    return answer as Audit;
  }
}

/** The innermost reason why there was no response, as `ECONNREFUSED`. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error
    ? ((cause as NodeJS.ErrnoException).code ?? cause.message)
    : message;
}
