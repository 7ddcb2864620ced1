import { ApiError, saleOperations, type TaskState } from '@onsale/contracts';
import { parseMinor } from '@onsale/ledger';
import {
  beginCancellation,
  changeTaskState,
  countTaskOrders,
  listTaskOrders,
  listTasks,
  payBackByHand,
  readCancellation,
  retryTaskOrders,
  type Task,
} from '@onsale/records';
import { type HttpServer, shareResult } from '@onsale/service';
import type { FastifyRequest } from 'fastify';
import { type Actor, eventsWith } from '../access/actor.ts';
import { route } from '../access/route.ts';
import { withIdempotency } from '../access/with-idempotency.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { findEvent } from '../events/find-event.ts';
import { estimateCancellation } from './estimate-cancellation.ts';
import {
  type Available,
  showCancellation,
  showCancelledOrder,
  showTask,
} from './show-cancellation.ts';
import { tryWaitingRefunds } from './watch-refunds.ts';
import { MOST_UNDER_WAY } from './work-on-cancellation.ts';

/** The provider is asked so often at the most, however many look. */
const BALANCE_FRESH_MS = 5000;
const PAGE = 50;
/** Tasks that are done stay on the list for a day. */
const LISTED_FOR_MS = 86_400_000;
const MOST_TASKS = 100;

/** The routes by which events are cancelled, with refunds of all. */
export function registerCancellationRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records, ledger, payments, tasks } = parts;
  const readAvailable = shareResult(async () => await askAvailable(payments), BALANCE_FRESH_MS);

  const show = async (task: Task) => {
    const counts = (await countTaskOrders(records, [task.task_id])).get(task.task_id) ?? [];
    const isOver = task.state === 'done' || task.state === 'done_with_failures';
    return showCancellation(task, counts, isOver ? undefined : await readAvailable());
  };
  const find = async (eventId: string): Promise<Task> => {
    const task = await readCancellation(records, eventId);
    if (task !== undefined) return task;
    throw new ApiError('TASK_NOT_FOUND', 'this event was not cancelled through the office');
  };
  /** Takes a cancellation from one state to another, and tells the activity log. */
  const step = async (
    asked: { actor: Actor; request: FastifyRequest; params: { eventId: string } },
    change: { action: string; from: readonly TaskState[]; to: TaskState },
    prepare: (task: Task) => Promise<object | undefined> = async () => undefined,
  ) => {
    const { eventId } = asked.params;
    const { action, from, to } = change;
    const about = { action, eventId, subject: `event:${eventId}` };
    const task = await logChange(records, asked, about, async () => {
      const before = await find(eventId);
      if (!from.includes(before.state)) throw ended(before);
      const more = await prepare(before);
      const after = await changeTaskState(records, before.task_id, { from, to });
      if (after === undefined) throw ended(await find(eventId));
      return {
        result: after,
        before: { state: before.state },
        after: { state: after.state, ...more },
      };
    });
    tasks.wake();
    return await show(task);
  };

  route(scope, parts, saleOperations.estimateCancellation, async ({ params }) => {
    return await estimateCancellation({ ledger: ledger(), records, readAvailable }, params.eventId);
  });
  route(scope, parts, saleOperations.cancelEvent, async (asked) => {
    const { eventId } = asked.params;
    const { confirm, reason } = asked.body;
    const event = await findEvent(ledger(), eventId);
    const { name } = event.document;
    const about = { action: 'cancelEvent', eventId, subject: `event:${eventId}` };
    const cancel = async () => {
      if (event.status === 'archived') {
        throw new ApiError('EVENT_NOT_CANCELLABLE', 'the event has been archived');
      }
      if (confirm.trim() !== name.trim()) throw notItsName();
      const startedBy = asked.actor.name;
      const begun = await beginCancellation(records, {
        ...{ eventId, eventName: name, startedBy, reason },
      });
      return {
        result: begun,
        before: { status: event.status },
        after: { status: 'cancelled', ...(reason === undefined ? {} : { reason }) },
      };
    };
    // What is kept of the answer names nobody. There is one cancellation of an event, however often it begins.
    await withIdempotency(records, asked, async () => {
      const { task_id: taskId } = await logChange(records, asked, about, cancel);
      return { status: 202, body: { taskId } };
    });
    tasks.wake();
    return await show(await find(eventId));
  });
  route(scope, parts, saleOperations.getCancellation, async ({ params }) => {
    return await show(await find(params.eventId));
  });
  route(scope, parts, saleOperations.pauseCancellation, async (asked) => {
    const from = ['running', 'waiting_for_balance'] as const;
    return await step(asked, { action: 'pauseCancellation', from, to: 'paused' });
  });
  route(scope, parts, saleOperations.resumeCancellation, async (asked) => {
    const from = ['paused', 'waiting_for_balance'] as const;
    const change = { action: 'resumeCancellation', from, to: 'running' } as const;
    return await step(asked, change, async (task) => {
      if (task.state === 'waiting_for_balance') {
        const options = { most: MOST_UNDER_WAY, onlyWhenEnough: false };
        await tryWaitingRefunds({ db: records, payments }, task, options);
      }
      return undefined;
    });
  });
  route(scope, parts, saleOperations.retryFailedRefunds, async (asked) => {
    const from = ['done_with_failures', 'running', 'waiting_for_balance', 'paused'] as const;
    const change = { action: 'retryFailedRefunds', from, to: 'running' } as const;
    return await step(asked, change, async (task) => {
      return { orders: await retryTaskOrders(records, task.task_id) };
    });
  });
  route(scope, parts, saleOperations.listCancelledOrders, async ({ params, query }) => {
    const task = await find(params.eventId);
    const limit = query.limit === undefined ? PAGE : Number(query.limit);
    const rows = await listTaskOrders(records, task.task_id, {
      state: query.state,
      after: query.cursor,
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const nextCursor = rows.length > limit ? page.at(-1)?.order_id : undefined;
    const items = page.map(showCancelledOrder);
    return { items, ...(nextCursor === undefined ? {} : { nextCursor }) };
  });
  route(scope, parts, saleOperations.notePaidBack, async ({ params, ...asked }) => {
    const { eventId, orderId } = params;
    const task = await find(eventId);
    const read = async () => {
      const [row] = await listTaskOrders(records, task.task_id, { orderId, limit: 1 });
      if (row !== undefined) return row;
      throw new ApiError('TASK_NOT_FOUND', 'this order is not among those of the cancellation');
    };
    const about = { action: 'notePaidBack', eventId, subject: `order:${orderId}` };
    return await logChange(records, asked, about, async () => {
      const before = await read();
      if (!(await payBackByHand(records, task.task_id, orderId))) {
        throw new ApiError('TASK_ENDED', `the order is ${before.state.replaceAll('_', ' ')}`);
      }
      const result = showCancelledOrder(await read());
      const { amount, currency } = result;
      return { result, before: { state: before.state }, after: { amount, currency } };
    });
  });
  route(scope, parts, saleOperations.listTasks, async ({ actor }) => {
    const events = eventsWith(actor, 'events.read');
    const found = await listTasks(records, {
      since: new Date(Date.now() - LISTED_FOR_MS),
      events: events === 'all' ? 'all' : [...events],
      limit: MOST_TASKS,
    });
    const ids = found.map(({ task_id: id }) => id);
    const counts = await countTaskOrders(records, ids);
    return { items: found.map((task) => showTask(task, counts.get(task.task_id) ?? [])) };
  });
}

// Without it, a cancellation goes on all the same.
async function askAvailable(payments: OfficeParts['payments']): Promise<Available> {
  try {
    const { available } = (await payments?.readBalance()) ?? {};
    if (available === undefined) return undefined;
    return new Map(
      available.map(({ currency, amount }) => [
        currency,
        parseMinor(String(amount), currency) ?? 0,
      ]),
    );
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

const ended = ({ state }: Task): ApiError =>
  new ApiError('TASK_ENDED', `the cancellation is ${state.replaceAll('_', ' ')}`);

function notItsName(): ApiError {
  const message = 'must be the name of the event';
  const details = [{ path: 'confirm', message }];
  return new ApiError('EVENT_NOT_CANCELLABLE', `confirm ${message}`, { details });
}
