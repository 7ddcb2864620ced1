import type { CancelledOrderState, PaidBackBy } from '@onsale/contracts';
import { type Selectable, sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import type { TaskOrdersTable } from '../../schema/task-tables.ts';

/** An order that a task is about. */
export type TaskOrder = Selectable<TaskOrdersTable>;

/** An order that was found. */
export type NewTaskOrder = Pick<TaskOrder, 'order_id' | 'paid_back_by' | 'currency' | 'amount'>;

/**
 * Adds orders to a task, each once, and notes how far they are listed. Returns how many are new; none when
 * the claim is somebody else's.
 */
export async function addTaskOrders(
  db: Records,
  taskId: string,
  {
    owner,
    orders,
    listedToMs,
  }: { owner: string; orders: readonly NewTaskOrder[]; listedToMs: number },
): Promise<number> {
  return await db.transaction().execute(async (tx) => {
    const kept = await tx
      .updateTable('office.tasks')
      .set({ listed_to_ms: listedToMs })
      .where('task_id', '=', taskId)
      .where('claimed_by', '=', owner)
      .returning('task_id')
      .executeTakeFirst();
    if (kept === undefined || orders.length === 0) return 0;
    const rows = orders.map((order) => ({ ...order, task_id: taskId, state: 'waiting' as const }));
    const added = await tx
      .insertInto('office.task_orders')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['task_id', 'order_id']).doNothing())
      .executeTakeFirst();
    return Number(added.numInsertedOrUpdatedRows ?? 0);
  });
}

/** Orders of a task that are in these states, those first that nobody has looked at for longest. */
export async function takeTaskOrders(
  db: Records,
  taskId: string,
  { states, limit }: { states: readonly CancelledOrderState[]; limit: number },
): Promise<TaskOrder[]> {
  return await db
    .selectFrom('office.task_orders')
    .selectAll()
    .where('task_id', '=', taskId)
    .where('state', 'in', [...states])
    .orderBy('looked_at')
    .orderBy('order_id')
    .limit(limit)
    .execute();
}

/** What was learned of an order. */
export interface TaskOrderChange {
  orderId: string;
  state: CancelledOrderState;
  amountMinor?: number | undefined;
  problem?: string | undefined;
}

/** Notes what was learned of orders of a task, unless the claim is somebody else's. */
export async function changeTaskOrders(
  db: Records,
  taskId: string,
  { owner, changes }: { owner: string; changes: readonly TaskOrderChange[] },
): Promise<void> {
  if (changes.length === 0) return;
  const rows = JSON.stringify(
    changes.map(({ orderId, state, amountMinor, problem }) => {
      return { order_id: orderId, state, amount: amountMinor ?? null, problem: problem ?? null };
    }),
  );
  await sql`
    update office.task_orders as mine
    set state = changed.state, amount = coalesce(changed.amount, mine.amount),
        problem = changed.problem, looked_at = now()
    from jsonb_to_recordset(${rows}::jsonb) as changed (
      order_id text, state text, amount bigint, problem text)
    where mine.task_id = ${taskId} and mine.order_id = changed.order_id
      and exists (
        select 1 from office.tasks task where task.task_id = ${taskId} and task.claimed_by = ${owner})
  `.execute(db);
}

/** How many orders of a task are in each state, and their money in minor units. */
export interface TaskOrderCount {
  state: CancelledOrderState;
  paidBackBy: PaidBackBy;
  currency: string;
  orders: number;
  amountMinor: number;
}

export async function countTaskOrders(
  db: Records,
  taskIds: readonly string[],
): Promise<Map<string, TaskOrderCount[]>> {
  if (taskIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('office.task_orders')
    .select(({ fn }) => [
      ...(['task_id', 'state', 'paid_back_by', 'currency'] as const),
      fn.countAll<number>().as('orders'),
      fn.sum<number | string>('amount').as('amount'),
    ])
    .where('task_id', 'in', [...taskIds])
    .groupBy(['task_id', 'state', 'paid_back_by', 'currency'])
    .orderBy('state')
    .orderBy('currency')
    .execute();
  return new Map(
    [...Map.groupBy(rows, (row) => row.task_id)].map(([taskId, ofTask]) => [
      taskId,
      ofTask.map((row) => ({
        ...{ state: row.state, paidBackBy: row.paid_back_by, currency: row.currency },
        ...{ orders: row.orders, amountMinor: Number(row.amount) },
      })),
    ]),
  );
}

/** An order of a task with its buyer, as far as it is recorded. */
export interface TaskOrderRow extends TaskOrder {
  name: string | null;
  email: string | null;
  payment_method: string | null;
}

/** Orders of a task by their id, after `after`. */
export async function listTaskOrders(
  db: Records,
  taskId: string,
  wanted: {
    state?: CancelledOrderState | undefined;
    orderId?: string | undefined;
    after?: string | undefined;
    limit: number;
  },
): Promise<TaskOrderRow[]> {
  const { state, orderId, after, limit } = wanted;
  let query = db
    .selectFrom('office.task_orders as mine')
    .leftJoin('records.orders as order', 'order.order_id', 'mine.order_id')
    .leftJoin('records.people as person', 'person.person_id', 'order.person_id')
    .selectAll('mine')
    .select(['person.name', 'person.email', 'order.payment_method'])
    .where('mine.task_id', '=', taskId);
  if (state !== undefined) query = query.where('mine.state', '=', state);
  if (orderId !== undefined) query = query.where('mine.order_id', '=', orderId);
  if (after !== undefined) query = query.where('mine.order_id', '>', after);
  return await query.orderBy('mine.order_id').limit(limit).execute();
}

/** Lets the orders that have failed be tried again, each by a refund of its own; returns how many. */
export async function retryTaskOrders(db: Records, taskId: string): Promise<number> {
  const retried = await db
    .updateTable('office.task_orders')
    .set((eb) => ({ state: 'waiting', problem: null, attempt: eb('attempt', '+', 1) }))
    .where('task_id', '=', taskId)
    .where('state', '=', 'failed')
    .executeTakeFirst();
  return Number(retried.numUpdatedRows);
}

/** Notes that the team has paid an order back; false when it is not for the team to do so. */
export async function payBackByHand(
  db: Records,
  taskId: string,
  orderId: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('office.task_orders')
    .set({ state: 'done', paid_back_by: 'by_hand', problem: null })
    .where('task_id', '=', taskId)
    .where('order_id', '=', orderId)
    .where('state', 'in', ['to_pay_back', 'failed'])
    .executeTakeFirst();
  return Number(numUpdatedRows) === 1;
}
