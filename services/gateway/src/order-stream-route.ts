import { ApiError } from '@onsale/contracts';
import type { Order } from '@onsale/ledger';
import { openEventStream } from '@onsale/service-runtime';
import type { FastifyReply } from 'fastify';
import type { OrderFollowers } from './order-followers.ts';
import { showOrder } from './show-order.ts';

/** A comment now and then keeps proxies from closing a quiet stream. */
const KEEP_ALIVE_MS = 15_000;

/**
 * Answers with server-sent events: the order as it is, then as it changes, until it is settled.
 * Follows first and reads then, so that no change falls in between.
 */
export async function streamOrder(
  reply: FastifyReply,
  options: { followers: OrderFollowers; orderId: string; read: () => Promise<Order> },
): Promise<void> {
  const { followers, orderId, read } = options;
  let stopFollowing: (() => void) | undefined;
  let keepAlive: NodeJS.Timeout | undefined;
  let shown: string | undefined;
  const end = () => {
    stopFollowing?.();
    clearInterval(keepAlive);
    if (!reply.raw.writableEnded) reply.raw.end();
  };
  const show = (order: Order) => {
    if (order.status === shown || reply.raw.writableEnded) return;
    shown = order.status;
    reply.raw.write(`event: order\ndata: ${JSON.stringify(showOrder(order))}\n\n`);
    if (order.status !== 'pending') end();
  };
  // Nobody waits for an order that was deleted; other failures pass, and it is read again.
  const endIfGone = (error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 'ORDER_NOT_FOUND') throw error;
    end();
  };
  let missed = false;
  const readAndShow = async () => {
    // Before the first message a change is only noted: the stream may still end as a 404.
    if (shown === undefined) missed = true;
    else if (!reply.raw.writableEnded) await read().then(show, endIfGone);
  };
  const follower = { changed: readAndShow, closed: end };

  stopFollowing = await followers.follow(orderId, follower);
  let order: Order;
  try {
    order = await read();
  } catch (error) {
    stopFollowing();
    throw error;
  }
  openEventStream(reply);
  reply.raw.on('close', end);
  keepAlive = setInterval(() => reply.raw.write(': still here\n\n'), KEEP_ALIVE_MS);
  show(order);
  if (missed) followers.tell(follower);
  // Whoever has gone before we listened for it will not be heard any more.
  if (reply.raw.destroyed) end();
}
