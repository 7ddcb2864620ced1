import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, type ErrorCode, type RejectReason } from '@onsale/contracts';
import {
  type Ledger,
  type NewOrder,
  type Order,
  type Placement,
  placeOrders,
  readOrder,
} from '@onsale/ledger';

/** A worker takes milliseconds, unless a crowd is before it. */
const WAIT_MS = 4000;
const LOOK_EVERY_MS = 40;
/** Whoever stands at the desk waits behind everybody: the stream is full only when all is lost. */
const MAX_BACKLOG = 1_000_000;

/**
 * Puts an order in line, whatever the sales windows of the shop are, and waits for its outcome. An order that was placed with the same key before is that one.
 * Returns it as it is after a while, when it has none. Throws `ApiError` when it is refused or rejected.
 */
export async function sellAtDesk(
  ledger: Ledger,
  { order, shard }: { order: NewOrder; shard: number },
): Promise<Order> {
  const [placement] = await placeOrders(ledger, shard, {
    ...{ orders: [order], maxBacklog: MAX_BACKLOG, atAnyTime: true },
  });
  if (placement === undefined) throw new TypeError('placing one order answers for one');
  const orderId = placement.outcome === 'duplicate' ? placement.orderId : order.id;
  if (placement.outcome !== 'placed' && placement.outcome !== 'duplicate') throw refusal(placement);
  const settled = await waitUntilSettled(ledger, orderId);
  if (settled.status === 'rejected') throw rejection(settled.reason);
  return settled;
}

async function waitUntilSettled(ledger: Ledger, orderId: string): Promise<Order> {
  const untilMs = performance.now() + WAIT_MS;
  for (;;) {
    const order = await readOrder(ledger, orderId);
    if (order === undefined) throw new ApiError('ORDER_NOT_FOUND', 'there is no such order');
    if (order.status !== 'pending' || performance.now() > untilMs) return order;
    await delay(LOOK_EVERY_MS);
  }
}

type Refused = Exclude<Placement, { outcome: 'placed' | 'duplicate' }>;

function refusal(placement: Refused): ApiError {
  switch (placement.outcome) {
    case 'sold-out':
      return refused('SOLD_OUT', `${placement.ticketId} has ${leftOf(placement)} left`);
    case 'held-by-others': {
      const message = `${placement.ticketId} has ${leftOf(placement)} left; others hold the rest and have yet to pay`;
      return refused('HELD_BY_OTHERS', message);
    }
    case 'not-on-sale':
      return refused('NOT_ON_SALE', `the event is ${WHY[placement.why]}`);
    case 'key-reused':
      return refused('IDEMPOTENCY_KEY_REUSED', 'this key was used for another sale');
    case 'backlog-full':
      return new ApiError('OVERLOADED', 'too many orders are waiting', { retryAfterS: 1 });
    case 'no-admission':
    case 'code':
      throw new Error(`the desk needs neither admission nor code: ${placement.outcome}`);
    default:
      placement satisfies { outcome: 'no-stock' };
      return new ApiError('DATA_LOST', 'the order books are not in Redis', { retryAfterS: 30 });
  }
}

const leftOf = ({ remaining }: { remaining: number }) =>
  remaining === 0 ? 'none' : `only ${remaining}`;

const WHY: Record<Extract<Placement, { outcome: 'not-on-sale' }>['why'], string> = {
  ...{ early: 'not on sale yet', over: 'no longer on sale', draft: 'a draft' },
  ...{ paused: 'paused', closed: 'closed', cancelled: 'cancelled', archived: 'archived' },
  gone: 'not on sale',
};

function rejection(reason: RejectReason | undefined): ApiError {
  switch (reason) {
    case 'sold_out':
      return refused('SOLD_OUT', 'it sold out at the same moment');
    case 'held_by_others':
      return refused('HELD_BY_OTHERS', 'others hold the last tickets and have yet to pay');
    case 'not_on_sale':
      return refused('NOT_ON_SALE', 'the event is no longer on sale');
    default:
      return new ApiError('SERVICE_UNAVAILABLE', 'the order could not be processed', {
        retryAfterS: 5,
      });
  }
}

function refused(code: ErrorCode, why: string): ApiError {
  return new ApiError(code, `${why}; nothing was sold`);
}
