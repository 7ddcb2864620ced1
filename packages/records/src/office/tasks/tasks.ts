import { randomBytes } from 'node:crypto';
import type { TaskState } from '@onsale/contracts';
import { type Selectable, sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import type { TasksTable } from '../../schema/task-tables.ts';

/** Long work of the office. */
export type Task = Selectable<TasksTable>;

/** The states in which there is something to do. */
export const WORKING_STATES = ['listing', 'running', 'waiting_for_balance'] as const;

/** Begins to cancel an event; returns the task that does so, which may have been begun before. */
export async function beginCancellation(
  db: Records,
  about: { eventId: string; eventName: string; startedBy: string; reason?: string | undefined },
): Promise<Task> {
  await db
    .insertInto('office.tasks')
    .values({
      ...{ task_id: `cancel_${randomBytes(9).toString('hex')}`, kind: 'cancel_event' },
      ...{ event_id: about.eventId, event_name: about.eventName, state: 'listing' },
      ...{ started_by: about.startedBy, reason: about.reason ?? null },
    })
    .onConflict((conflict) => conflict.columns(['kind', 'event_id']).doNothing())
    .execute();
  const task = await readCancellation(db, about.eventId);
  if (task === undefined) throw new Error('a task is gone that was just begun');
  return task;
}

/** The task that cancels an event; undefined when nobody has asked for it. */
export async function readCancellation(db: Records, eventId: string): Promise<Task | undefined> {
  return await db
    .selectFrom('office.tasks')
    .selectAll()
    .where('kind', '=', 'cancel_event')
    .where('event_id', '=', eventId)
    .executeTakeFirst();
}

/** The tasks that go on, have failures, or ended after `since`; the newest first. */
export async function listTasks(
  db: Records,
  { since, events, limit }: { since: Date; events: 'all' | readonly string[]; limit: number },
): Promise<Task[]> {
  let query = db
    .selectFrom('office.tasks')
    .selectAll()
    .where((eb) => eb.or([eb('state', '!=', 'done'), eb('finished_at', '>', since)]));
  if (events !== 'all') query = query.where('event_id', 'in', [...events]);
  return await query.orderBy('started_at', 'desc').limit(limit).execute();
}

/** How many tasks are in each state, `done` ones apart. */
export async function countTasks(db: Records): Promise<{ state: TaskState; count: number }[]> {
  return await db
    .selectFrom('office.tasks')
    .select(['state', sql<number>`count(*)::int`.as('count')])
    .where('state', '!=', 'done')
    .groupBy('state')
    .execute();
}

/** Whoever works on a task. */
export interface Claim {
  owner: string;
  leaseMs: number;
}

/** Claims a task that is due and that nobody works on; undefined when there is none. */
export async function claimTask(db: Records, { owner, leaseMs }: Claim): Promise<Task | undefined> {
  return await db
    .updateTable('office.tasks')
    .set({ claimed_by: owner, claimed_until: fromNow(leaseMs) })
    .where('task_id', '=', (eb) =>
      eb
        .selectFrom('office.tasks')
        .select('task_id')
        .where('state', 'in', [...WORKING_STATES])
        .where('next_at', '<=', sql<Date>`now()`)
        .where((or) =>
          or.or([or('claimed_until', 'is', null), or('claimed_until', '<', sql<Date>`now()`)]),
        )
        .orderBy('next_at')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();
}

/** Goes on with a claim; the task as it is now, or undefined when it is somebody else's. */
export async function keepTask(
  db: Records,
  taskId: string,
  { owner, leaseMs }: Claim,
): Promise<Task | undefined> {
  return await db
    .updateTable('office.tasks')
    .set({ claimed_until: fromNow(leaseMs) })
    .where('task_id', '=', taskId)
    .where('claimed_by', '=', owner)
    .returningAll()
    .executeTakeFirst();
}

/**
 * Ends a claim: the task goes on in `inMs`, in this state unless it was paused meanwhile. Without effect when the
 * claim is somebody else's.
 */
export async function releaseTask(
  db: Records,
  taskId: string,
  after: { owner: string; state: TaskState; inMs: number; problem?: string | undefined },
): Promise<void> {
  const { owner, state, inMs, problem } = after;
  const isOver = state === 'done' || state === 'done_with_failures';
  await db
    .updateTable('office.tasks')
    .set({
      ...{ claimed_by: null, claimed_until: null, problem: problem ?? null },
      state: sql<TaskState>`case when state = 'paused' then state else ${state} end`,
      next_at: fromNow(inMs),
      ...(isOver
        ? { finished_at: sql<Date>`case when state = 'paused' then finished_at else now() end` }
        : {}),
    })
    .where('task_id', '=', taskId)
    .where('claimed_by', '=', owner)
    .execute();
}

/** Takes a task from one of these states to another, at once; undefined when it is in none of them. */
export async function changeTaskState(
  db: Records,
  taskId: string,
  { from, to }: { from: readonly TaskState[]; to: TaskState },
): Promise<Task | undefined> {
  return await db
    .updateTable('office.tasks')
    .set({ state: to, next_at: sql<Date>`now()`, problem: null, finished_at: null })
    .where('task_id', '=', taskId)
    .where('state', 'in', [...from])
    .returningAll()
    .executeTakeFirst();
}

const fromNow = (ms: number) => sql<Date>`now() + ${ms} * interval '1 millisecond'`;
