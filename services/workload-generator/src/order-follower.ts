import { NEVER_SETTLED_MS, type Order } from '@onsale/contracts';
import { type Dispatcher, Pool } from 'undici';
import { TimeHistogram } from './histogram.ts';

/** The most orders followed at one time; each holds a connection to the target. */
const MAX_OPEN = 1000;
/** How long it takes on average until an order whose stream broke is asked for. */
const COME_BACK_MS = 250;
/** An order counts as lost when the target has not known it this many times in a row. */
const LOST_AFTER = 3;
const HEADERS_TIMEOUT_MS = 10_000;
/** An order, or a message of its stream, is shorter by far; a target that sends more is cut off. */
const MAX_TEXT = 64 * 1024;

interface Followed {
  orderId: string;
  clickMs: number;
  notFound: number;
  done: boolean;
}

/**
 * Half of that to one and a half: what a lost gateway has cut off must not come to the others in one
 * moment.
 */
export function comeBackMs(random: () => number = Math.random): number {
  return COME_BACK_MS * (0.5 + random());
}

/**
 * Follows accepted orders to their final state: on the order's event stream, and on a new one after
 * that breaks. Forgets an order once it is final.
 */
export class OrderFollower {
  readonly clickToSettled = new TimeHistogram();
  followed = 0;
  confirmed = 0;
  held = 0;
  rejected = 0;
  lost = 0;
  readonly #origin: string;
  readonly #basePath: string;
  /** Opened for the first order. */
  #pool: Pool | undefined;
  readonly #open = new Set<Followed>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(target: URL) {
    this.#basePath = target.pathname.replace(/\/$/, '');
    this.#origin = target.origin;
  }

  get open(): number {
    return this.#open.size;
  }

  /** Follows an order, if there is room; one that isn't followed is simply not part of the sample. */
  follow(orderId: string, clickMs: number): void {
    if (this.#open.size >= MAX_OPEN) return;
    const order: Followed = { orderId, clickMs, notFound: 0, done: false };
    this.#open.add(order);
    this.followed++;
    this.#get(order, { stream: true });
  }

  /** Counts the orders that have not settled, as the latest possible; the last thing before a report. */
  giveUp(): void {
    for (let open = this.#open.size; open > 0; open--) this.clickToSettled.record(NEVER_SETTLED_MS);
  }

  /** Stops following; orders that are not final stay pending. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const order of this.#open) order.done = true;
    await this.#pool?.destroy();
  }

  #get(order: Followed, { stream }: { stream: boolean }): void {
    const path = `${this.#basePath}/orders/${encodeURIComponent(order.orderId)}`;
    let status = 0;
    let text = '';
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {},
      onResponseStart(_controller, statusCode) {
        status = statusCode;
      },
      onResponseData: (controller, chunk) => {
        text += String(chunk);
        if (stream && status === 200) {
          const messages = text.split('\n\n');
          text = messages.pop() ?? '';
          for (const message of messages) this.#read(order, message.replace(/^[^]*?^data: /m, ''));
        }
        if (text.length > MAX_TEXT) controller.abort(new Error('too long'));
      },
      onResponseEnd: () => {
        if (stream) {
          this.#askLater(order);
          return;
        }
        if (status === 200) this.#read(order, text);
        this.#countAbsence(order, status);
        if (order.done) return;
        // Still pending, and told by a gateway that is alive.
        if (status === 200) this.#get(order, { stream: true });
        else this.#askLater(order);
      },
      onResponseError: () => this.#askLater(order),
    };
    const accept = stream ? 'text/event-stream' : 'application/json';
    this.#pool ??= poolFor(this.#origin);
    this.#pool.dispatch(
      { method: 'GET', path: stream ? `${path}/stream` : path, headers: ['accept', accept] },
      handler,
    );
  }

  #read(order: Followed, json: string): void {
    if (order.done || !json.startsWith('{')) return;
    let status: Order['status'];
    try {
      ({ status } = JSON.parse(json) as Order);
    } catch {
      // Not an order: it is asked for again, and stays pending if none ever comes.
      return;
    }
    // Not decided yet; `unknown` is what only a newer version of the shop can tell.
    if (status === 'pending' || status === 'unknown') return;
    if (status === 'confirmed') this.confirmed++;
    else if (status === 'held') this.held++;
    else this.rejected++;
    this.clickToSettled.record(performance.now() - order.clickMs);
    this.#finish(order);
  }

  #countAbsence(order: Followed, status: number): void {
    order.notFound = status === 404 ? order.notFound + 1 : 0;
    if (order.notFound < LOST_AFTER || order.done) return;
    this.lost++;
    this.clickToSettled.record(NEVER_SETTLED_MS);
    this.#finish(order);
  }

  #finish(order: Followed): void {
    order.done = true;
    this.#open.delete(order);
  }

  #askLater(order: Followed): void {
    if (order.done) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!order.done) this.#get(order, { stream: false });
    }, comeBackMs());
    this.#timers.add(timer);
  }
}

function poolFor(origin: string): Pool {
  return new Pool(origin, {
    connections: MAX_OPEN,
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: 0,
  });
}
