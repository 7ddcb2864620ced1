import type {
  BalanceNeeded,
  Cancellation,
  CancelledOrder,
  CancelledOrderState,
  TaskSummary,
} from '@onsale/contracts';
import { given, toDecimal } from '@onsale/ledger';
import type { Task, TaskOrderCount, TaskOrderRow } from '@onsale/records';

/** What the account has for refunds, by currency; undefined when nobody knows. */
export type Available = ReadonlyMap<string, number> | undefined;

/** A cancellation as members see it. */
export function showCancellation(
  task: Task,
  counts: readonly TaskOrderCount[],
  available: Available,
): Cancellation {
  return {
    ...{ taskId: task.task_id, eventId: task.event_id, state: task.state },
    ...{ startedBy: task.started_by, startedAt: task.started_at.toISOString() },
    ...given({
      finishedAt: task.finished_at?.toISOString(),
      reason: task.reason ?? undefined,
      problem: task.problem ?? undefined,
    }),
    orders: showProgress(counts),
    counts: counts.map(({ state, paidBackBy, currency, orders, amountMinor }) => {
      return { state, paidBackBy, currency, orders, amount: toDecimal(amountMinor, currency) };
    }),
    balance: needed(counts.filter(isUnderWay), available),
  };
}

const OPEN: ReadonlySet<CancelledOrderState> = new Set(['waiting', 'asked', 'waiting_for_balance']);

const isUnderWay = ({ state, paidBackBy }: TaskOrderCount): boolean =>
  paidBackBy === 'provider' && OPEN.has(state);

/** How much has to go back by the provider, and whether it is there. */
export function needed(
  counts: readonly Pick<TaskOrderCount, 'currency' | 'orders' | 'amountMinor'>[],
  available: Available,
): BalanceNeeded[] {
  const byCurrency = Map.groupBy(counts, ({ currency }) => currency);
  return [...byCurrency].map(([currency, some]) => {
    const amountMinor = some.reduce((sum, each) => sum + each.amountMinor, 0);
    const amount = toDecimal(amountMinor, currency);
    const orders = some.reduce((sum, each) => sum + each.orders, 0);
    if (available === undefined) return { currency, orders, amount };
    const there = available.get(currency) ?? 0;
    const missing = toDecimal(Math.max(0, amountMinor - there), currency);
    return { currency, orders, amount, available: toDecimal(there, currency), missing };
  });
}

function showProgress(counts: readonly TaskOrderCount[]): Cancellation['orders'] {
  const sum = (...states: CancelledOrderState[]) =>
    counts.reduce((all, { state, orders }) => all + (states.includes(state) ? orders : 0), 0);
  return {
    total: counts.reduce((all, { orders }) => all + orders, 0),
    ...{ done: sum('done'), failed: sum('failed'), toPayBack: sum('to_pay_back') },
  };
}

/** A task for a list. */
export function showTask(task: Task, counts: readonly TaskOrderCount[]): TaskSummary {
  return {
    ...{ taskId: task.task_id, kind: task.kind, eventId: task.event_id },
    ...{ eventName: task.event_name, state: task.state, startedAt: task.started_at.toISOString() },
    ...given({
      finishedAt: task.finished_at?.toISOString(),
      problem: task.problem ?? undefined,
    }),
    orders: showProgress(counts),
  };
}

/** One order of a cancelled event. */
export function showCancelledOrder(row: TaskOrderRow): CancelledOrder {
  const { currency } = row;
  return {
    ...{ orderId: row.order_id, state: row.state, paidBackBy: row.paid_back_by },
    ...{ amount: toDecimal(row.amount, currency), currency },
    ...{ name: row.name ?? '', email: row.email ?? '', paymentMethod: row.payment_method ?? '' },
    ...given({ problem: row.problem ?? undefined }),
  };
}
