import { ApiError, type PlaceInLine } from '@onsale/contracts';
import { isOutcome, type Order, showOrder } from '@onsale/ledger';
import { type EventStream, openEventStream } from '@onsale/service';
import type { FastifyReply } from 'fastify';
import type { LineWatch } from '../place-in-line/line-watch.ts';
import type { Follower, OrderFollowers } from './order-followers.ts';

/**
 * Reads the order. Throws `ApiError`: 404 when it does not exist, 503 while Redis is unreachable.
 */
export type ReadOrder = () => Promise<Order>;

/**
 * Responds with server-sent events: the current order, then its changes and those of its place in
 * line, until its outcome. Follows before reading, so that no change is missed in between.
 */
export async function streamOrder(
  reply: FastifyReply,
  options: {
    followers: OrderFollowers;
    line: Pick<LineWatch, 'placeOf'>;
    orderId: string;
    client: string;
    read: ReadOrder;
  },
): Promise<void> {
  const { followers, read } = options;
  const follower = new OrderStream(options);
  await followers.add(follower);
  let order: Order;
  try {
    order = await read();
  } catch (error) {
    followers.remove(follower);
    throw error;
  }
  follower.open(openEventStream(reply), order);
}

/** A buyer following an order. Holds everything kept of the request while it waits. */
class OrderStream implements Follower {
  readonly orderId: string;
  readonly client: string;
  turn = 0;
  readonly #followers: OrderFollowers;
  readonly #line: Pick<LineWatch, 'placeOf'>;
  readonly #read: ReadOrder;
  #stream: EventStream | undefined;
  #shown: string | undefined;
  #hasMissed = false;
  /** While the order is pending, all of it but its place in line, as JSON. */
  #pending: string | undefined;
  /** The place that was sent last. */
  #place = '';

  constructor(options: Parameters<typeof streamOrder>[1]) {
    this.#followers = options.followers;
    this.#line = options.line;
    this.orderId = options.orderId;
    this.client = options.client;
    this.#read = options.read;
  }

  /** Sends the order as read, and its changes from now on. */
  open(stream: EventStream, order: Order): void {
    this.#stream = stream;
    stream.onClose(() => this.#followers.remove(this));
    this.#show(order);
    if (this.#hasMissed) this.#followers.tell(this);
  }

  async changed(): Promise<void> {
    // Before the first message a change is only recorded: the response may still be a 404.
    if (this.#stream === undefined) this.#hasMissed = true;
    else if (this.#stream.isOpen) await this.#readAndShow();
  }

  stillHere(): void {
    this.#stream?.send(': still here\n\n');
  }

  lineMoved(): boolean {
    if (this.#pending === undefined || this.#stream?.isOpen !== true) return false;
    // Who receives slowly is told less often.
    if (this.#stream.waitingBytes > 0) return false;
    const line = this.#line.placeOf(this.orderId);
    if (line === undefined || placeText(line) === this.#place) return false;
    this.#send(this.#pending, line);
    return true;
  }

  end(): void {
    this.#followers.remove(this);
    this.#stream?.end();
  }

  async #readAndShow(): Promise<void> {
    try {
      this.#show(await this.#read());
    } catch (error) {
      // A deleted order ends the stream; other failures are temporary, and the order is read again.
      if (!(error instanceof ApiError) || error.code !== 'ORDER_NOT_FOUND') throw error;
      this.end();
    }
  }

  #show(order: Order): void {
    // Also the deadline of a hold, and whether a payment is under way, may have changed.
    const { status, heldUntilMs = '', giveUpAtMs = '' } = order;
    const state = `${status} ${heldUntilMs} ${giveUpAtMs}`;
    if (state === this.#shown) return;
    this.#shown = state;
    const isPending = order.status === 'pending';
    const shown = JSON.stringify(showOrder(order));
    this.#pending = isPending ? shown : undefined;
    this.#send(shown, isPending ? this.#line.placeOf(this.orderId) : undefined);
    if (isOutcome(order.status)) this.end();
  }

  #send(order: string, line: PlaceInLine | undefined): void {
    this.#place = line === undefined ? '' : placeText(line);
    const shown =
      line === undefined ? order : `${order.slice(0, -1)},"line":${JSON.stringify(line)}}`;
    this.#stream?.send(`event: order\ndata: ${shown}\n\n`);
  }
}

function placeText({ ahead, estimateS }: PlaceInLine): string {
  return `${ahead} ${estimateS ?? ''}`;
}
