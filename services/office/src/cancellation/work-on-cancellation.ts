import { ApiError } from '@onsale/contracts';
import { cancelEvent, type Ledger, readEvent, scanOrdersToPayBack } from '@onsale/ledger';
import {
  addTaskOrders,
  countTaskOrders,
  type NewTaskOrder,
  type Records,
  type Task,
} from '@onsale/records';
import type { Logger, PaymentsClient } from '@onsale/service';
import type { TaskStep } from '../tasks/task-runner.ts';
import { payBackOrders } from './pay-back-orders.ts';
import { tryWaitingRefunds, watchRefunds } from './watch-refunds.ts';

// Cancelling an event, with refunds of all. The event is cancelled first: from then on no order of it is
// confirmed any more, so that those which are can be listed. Each listed order is a row, and each has one
// refund, whose id is made from that of the task; so a process that is killed between the refund and its note
// asks once more for the same refund, and nobody is paid back twice. In the end the orders are listed again, and
// only when there is none left that is confirmed is it over.

/** What working on a cancellation needs. */
export interface CancellationWork {
  db: Records;
  ledger: () => Ledger;
  /** Undefined where there is no payments. */
  payments: PaymentsClient | undefined;
  logger: Logger;
}

/** Who works on a task. */
export interface Worker {
  owner: string;
  signal: AbortSignal;
}

/** Refunds that the provider has not taken yet: more would wait there, and not be stopped by a pause. */
export const MOST_UNDER_WAY = 200;
/** When nothing happened since the last look. */
const LOOK_AGAIN_MS = 1000;
const LOOK_FOR_BALANCE_MS = 15_000;
/** A provider may call a balance available and refuse to refund out of it. */
const TRIED_AT_ONCE = 20;
/** Orders noted at a time, and the longest that the place is not noted. */
const LISTED_AT_ONCE = 500;
const NOTE_PLACE_EVERY_MS = 2000;
/** After an outage of Redis or payments. */
const OUTAGE_PAUSE_MS = 5000;

/** Goes on with the cancellation of an event. */
export async function workOnCancellation(
  work: CancellationWork,
  task: Task,
  worker: Worker,
): Promise<TaskStep> {
  try {
    if (task.state === 'listing') return await cancelAndList(work, task, worker);
    return await payBack(work, task, worker);
  } catch (error) {
    if (!(error instanceof ApiError) || error.statusCode < 500) throw error;
    return { state: task.state, inMs: OUTAGE_PAUSE_MS, problem: error.message };
  }
}

async function cancelAndList(
  work: CancellationWork,
  task: Task,
  worker: Worker,
): Promise<TaskStep> {
  const result = await cancelEvent(work.ledger(), task.event_id);
  if (result.outcome === 'refused') {
    return { state: 'done_with_failures', inMs: 0, problem: result.message };
  }
  await listOrders(work, task, worker);
  return { state: worker.signal.aborted ? 'listing' : 'running', inMs: 0 };
}

/** Lists the orders that have yet to be paid back; returns how many were not listed before. */
async function listOrders(
  { db, ledger, logger }: CancellationWork,
  task: Task,
  { owner, signal }: Worker,
): Promise<number> {
  const event = await readEvent(ledger(), task.event_id);
  if (event === undefined) throw new Error('the event is gone');
  const { task_id: taskId, event_id: eventId } = task;
  const isFirst = task.state === 'listing' && task.listed_to_ms !== null;
  const pages = scanOrdersToPayBack(
    ledger(),
    { shard: event.shard, eventId },
    {
      ...(isFirst ? { fromMs: task.listed_to_ms ?? 0 } : {}),
      onMalformed: (_orderId, error) =>
        logger.error({ err: error, task: taskId }, 'an order cannot be read'),
    },
  );
  let added = 0;
  let found: NewTaskOrder[] = [];
  let listedToMs = task.listed_to_ms ?? 0;
  let notedAtMs = performance.now();
  const note = async () => {
    added += await addTaskOrders(db, taskId, { owner, orders: found, listedToMs });
    found = [];
    notedAtMs = performance.now();
  };
  for await (const { orders, readToMs } of pages) {
    if (signal.aborted) return added;
    listedToMs = readToMs;
    found.push(
      ...orders.map(({ orderId, paidBackBy, currency, amountMinor }) => {
        return { order_id: orderId, paid_back_by: paidBackBy, currency, amount: amountMinor };
      }),
    );
    const isLong = performance.now() - notedAtMs > NOTE_PLACE_EVERY_MS;
    if (found.length >= LISTED_AT_ONCE || isLong) await note();
  }
  await note();
  return added;
}

async function payBack(work: CancellationWork, task: Task, worker: Worker): Promise<TaskStep> {
  const { signal } = worker;
  while (!signal.aborted) {
    const seen = await watchRefunds(work, task, worker);
    if (seen.waitingForBalance > 0) {
      await tryWaitingRefunds(work, task, { most: TRIED_AT_ONCE, onlyWhenEnough: true });
      const isNew = task.state !== 'waiting_for_balance' || seen.hasNews;
      const inMs = isNew ? LOOK_AGAIN_MS : LOOK_FOR_BALANCE_MS;
      return { state: 'waiting_for_balance', inMs, problem: NO_BALANCE };
    }
    const room = MOST_UNDER_WAY - seen.asked;
    const paid = room > 0 ? await payBackOrders(work, task, { ...worker, limit: room }) : 0;
    if (paid > 0) continue;
    if (seen.asked + seen.onTheirWay === 0) return await finish(work, task, worker);
    if (!seen.hasNews) return { state: 'running', inMs: LOOK_AGAIN_MS };
  }
  return { state: task.state, inMs: 0 };
}

const NO_BALANCE =
  'the account at the payment provider has too little money; top it up, and refunds continue automatically';

async function finish(work: CancellationWork, task: Task, worker: Worker): Promise<TaskStep> {
  if ((await listOrders(work, task, worker)) > 0 || worker.signal.aborted) {
    return { state: 'running', inMs: 0 };
  }
  const counts = (await countTaskOrders(work.db, [task.task_id])).get(task.task_id) ?? [];
  const hasFailed = counts.some(({ state }) => state === 'failed');
  return { state: hasFailed ? 'done_with_failures' : 'done', inMs: 0 };
}
