import { ApiError } from '@onsale/contracts';
import {
  cancelOrder,
  type Finish,
  type OrderChangeResult,
  parseMinor,
  readOrder,
  refundTickets,
} from '@onsale/ledger';
import {
  changeTaskOrders,
  takeTaskOrders,
  type Task,
  type TaskOrder,
  type TaskOrderChange,
} from '@onsale/records';
import type { CancellationWork, Worker } from './work-on-cancellation.ts';

/** Orders taken at a time: what a killed process has done of them is done again, without effect. */
const PAGE = 40;
/** Payments is asked for so many at once. */
const AT_ONCE = 8;

/** The refund of an order: the same each time that it is asked for. */
export function refundIdOf({ task_id: taskId, attempt }: TaskOrder): string {
  return attempt === 1 ? taskId : `${taskId}:${attempt}`;
}

/**
 * Begins to pay back up to `limit` orders that wait for their turn; returns how many. Rejects with `ApiError`
 * 503 when payments or Redis is away; then the others wait.
 */
export async function payBackOrders(
  work: CancellationWork,
  task: Task,
  { owner, signal, limit }: Worker & { limit: number },
): Promise<number> {
  const { db } = work;
  const states = ['waiting'] as const;
  const orders = await takeTaskOrders(db, task.task_id, { states, limit: Math.min(PAGE, limit) });
  let begun = 0;
  while (begun < orders.length && !signal.aborted) {
    const some = orders.slice(begun, begun + AT_ONCE);
    const settled = await Promise.allSettled(some.map((order) => payBackOrder(work, task, order)));
    const changes = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    await changeTaskOrders(db, task.task_id, { owner, changes });
    const failed = settled.find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    begun += some.length;
  }
  return begun;
}

async function payBackOrder(
  work: CancellationWork,
  task: Task,
  order: TaskOrder,
): Promise<TaskOrderChange> {
  switch (order.paid_back_by) {
    case 'provider':
      return await refundByPayments(work, order);
    case 'by_hand':
      return await refundByHand(work, order);
    case 'nothing':
      return await cancelFree(work, task, order);
    default:
      return order.paid_back_by satisfies never;
  }
}

async function refundByPayments(
  { payments, ledger }: CancellationWork,
  order: TaskOrder,
): Promise<TaskOrderChange> {
  const { order_id: orderId, currency } = order;
  if (payments === undefined) throw noPayments();
  const id = refundIdOf(order);
  try {
    const payment = await payments.refund(orderId, { id, restock: true });
    const refund = payment.refunds.find((each) => each.id === id);
    const amountMinor = parseMinor(String(refund?.amount ?? 0), currency);
    return { orderId, state: 'asked', amountMinor };
  } catch (error) {
    if (!(error instanceof ApiError) || error.statusCode >= 500) throw error;
    // Somebody was faster, with a refund of this order alone.
    const now = await readOrder(ledger(), orderId);
    if (now?.status === 'refunded' || now?.status === 'cancelled') {
      return { orderId, state: 'done', amountMinor: 0 };
    }
    return { orderId, state: 'failed', problem: error.message };
  }
}

/** Where nobody told the office of payments. */
export const noPayments = (): ApiError =>
  new ApiError('PAYMENTS_UNAVAILABLE', 'the office cannot ask payments: set PAYMENTS_URL');

// Marked as paid: payments notes it. Sold at the desk, or by a method that nobody asks a provider for: it is
// noted in the order alone.
async function refundByHand(work: CancellationWork, order: TaskOrder): Promise<TaskOrderChange> {
  const { order_id: orderId, amount: amountMinor } = order;
  const now = await readOrder(work.ledger(), orderId);
  if (now?.cause?.startsWith(MARKED_PAID) === true) {
    const change = await refundByPayments(work, order);
    return change.state === 'asked' ? { ...change, state: 'to_pay_back' } : change;
  }
  const refund = { id: refundIdOf(order), amountMinor, restock: true };
  const result = await refundTickets(work.ledger(), orderId, refund);
  return afterStep(orderId, result, 'to_pay_back');
}

/** What the cause of an order begins with that somebody has marked as paid. */
const MARKED_PAID = 'manual:';

async function cancelFree(
  { ledger }: CancellationWork,
  task: Task,
  { order_id: orderId }: TaskOrder,
): Promise<TaskOrderChange> {
  const result = await cancelOrder(ledger(), orderId, { cause: task.task_id });
  return afterStep(orderId, result, 'done');
}

function afterStep(
  orderId: string,
  result: OrderChangeResult | Finish,
  state: 'to_pay_back' | 'done',
): TaskOrderChange {
  if (result === 'done' || result === 'done-as-asked' || result === 'already') {
    return { orderId, state };
  }
  const isGone =
    result === 'no-such-order' ||
    (typeof result !== 'string' &&
      (result.refused === 'refunded' || result.refused === 'cancelled'));
  if (isGone) return { orderId, state: 'done', amountMinor: 0 };
  const why = typeof result === 'string' ? result : `the order is ${result.refused}`;
  return { orderId, state: 'failed', problem: why.replaceAll('-', ' ') };
}
