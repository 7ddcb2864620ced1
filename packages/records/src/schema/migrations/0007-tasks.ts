import { type Kysely, sql } from 'kysely';

/** Long work of the office. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table office.tasks (
      task_id text primary key,
      kind text not null,
      event_id text not null,
      event_name text not null,
      state text not null check (state in (
        'listing', 'running', 'waiting_for_balance', 'paused', 'done', 'done_with_failures')),
      started_by text not null,
      reason text,
      started_at timestamptz not null default now(),
      finished_at timestamptz,
      listed_to_ms bigint,
      problem text,
      next_at timestamptz not null default now(),
      claimed_by text,
      claimed_until timestamptz,
      unique (kind, event_id)
    )`.execute(db);
  await sql`
    create index tasks_due on office.tasks (next_at)
    where state in ('listing', 'running', 'waiting_for_balance')`.execute(db);
  await sql`
    create table office.task_orders (
      task_id text not null references office.tasks on delete cascade,
      order_id text not null,
      paid_back_by text not null check (paid_back_by in ('provider', 'by_hand', 'nothing')),
      currency text not null,
      amount bigint not null,
      state text not null check (state in (
        'waiting', 'asked', 'waiting_for_balance', 'to_pay_back', 'done', 'failed')),
      attempt integer not null default 1,
      looked_at timestamptz not null default now(),
      problem text,
      primary key (task_id, order_id)
    )`.execute(db);
  await sql`
    create index task_orders_state on office.task_orders (task_id, state, order_id)`.execute(db);
}
