import {
  parseMinor,
  parseOrderId,
  type PaymentRefund,
  readRecords,
  tryUnpackPayment,
} from '@onsale/ledger';
import {
  changeTaskOrders,
  takeTaskOrders,
  type Task,
  type TaskOrder,
  type TaskOrderChange,
} from '@onsale/records';
import { noPayments, refundIdOf } from './pay-back-orders.ts';
import type { CancellationWork, Worker } from './work-on-cancellation.ts';

/** Refunds looked at in one round; the others have their turn in the next. */
const PAGE = 1000;

/** What became of the refunds that were looked at. */
export interface Seen {
  /** The provider has not taken them yet. */
  asked: number;
  /** It has, and has not decided. */
  onTheirWay: number;
  waitingForBalance: number;
  /** Whether anything has changed since the last look. */
  hasNews: boolean;
}

/** Looks what became of the refunds of a task, and notes it. */
export async function watchRefunds(
  { db, ledger }: CancellationWork,
  task: Task,
  { owner }: Worker,
): Promise<Seen> {
  const states = ['asked', 'waiting_for_balance'] as const;
  const orders = await takeTaskOrders(db, task.task_id, { states, limit: PAGE });
  const seen: Seen = { asked: 0, onTheirWay: 0, waitingForBalance: 0, hasNews: false };
  if (orders.length === 0) return seen;
  const shard = parseOrderId(orders[0]?.order_id ?? '', ledger().shards)?.shard;
  if (shard === undefined) throw new Error('an order of the task is not of this ledger');
  const ids = orders.map(({ order_id: id }) => id);
  const records = await readRecords(ledger(), shard, ids);
  const changes: TaskOrderChange[] = [];
  for (const order of orders) {
    const refund = refundOf(records.get(order.order_id)?.payment, order);
    const change = changeOf(order, refund);
    changes.push(change);
    seen.hasNews ||= change.state !== order.state;
    if (change.state === 'waiting_for_balance') seen.waitingForBalance += 1;
    else if (change.state !== 'asked') continue;
    else if (refund?.state === 'pending') seen.onTheirWay += 1;
    else seen.asked += 1;
  }
  await changeTaskOrders(db, task.task_id, { owner, changes });
  return seen;
}

function refundOf(record: string | undefined, order: TaskOrder): PaymentRefund | undefined {
  if (record === undefined) return undefined;
  return tryUnpackPayment(record)?.refunds.find(({ id }) => id === refundIdOf(order));
}

function changeOf(order: TaskOrder, refund: PaymentRefund | undefined): TaskOrderChange {
  const { order_id: orderId } = order;
  if (refund === undefined) {
    // A Redis that was set back does not have it any more: it is asked for anew, with the same id.
    return { orderId, state: 'waiting' };
  }
  const { amountMinor } = refund;
  switch (refund.state) {
    case 'done':
      return { orderId, state: 'done', amountMinor };
    case 'failed':
      return { orderId, state: 'failed', amountMinor, problem: refund.problem ?? 'it failed' };
    case 'waiting_for_balance':
      return { orderId, state: 'waiting_for_balance', amountMinor };
    default:
      return { orderId, state: 'asked', amountMinor };
  }
}

/**
 * Has the refunds tried again at once that wait for balance, as far as there is enough for them; what there is
 * nobody may know. Rejects with `ApiError` 503 when payments is away.
 */
export async function tryWaitingRefunds(
  { db, payments }: Pick<CancellationWork, 'db' | 'payments'>,
  task: Task,
  options: { most: number; onlyWhenEnough: boolean },
): Promise<void> {
  if (payments === undefined) throw noPayments();
  const { available } = options.onlyWhenEnough ? await payments.readBalance() : {};
  if (available === undefined && options.onlyWhenEnough) return;
  const left = new Map(
    available?.map(({ currency, amount }) => [currency, minorOf(amount, currency)]),
  );
  const states = ['waiting_for_balance'] as const;
  const orders = await takeTaskOrders(db, task.task_id, { states, limit: options.most });
  for (const order of orders) {
    const { currency, amount } = order;
    const rest = (left.get(currency) ?? 0) - amount;
    if (options.onlyWhenEnough && rest < 0) continue;
    left.set(currency, rest);
    // The same id is the same refund.
    await payments.refund(order.order_id, { id: refundIdOf(order), restock: true });
  }
}

const minorOf = (amount: number, currency: string): number =>
  parseMinor(String(amount), currency) ?? 0;
