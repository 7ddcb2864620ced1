import { type Kysely, sql } from 'kysely';

/** What other systems are told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table office.webhook_endpoints (
      endpoint_id text primary key,
      url text not null,
      description text not null default '',
      types jsonb not null,
      is_on boolean not null default true,
      off_reason text check (off_reason in ('member', 'gone', 'failing')),
      failures integer not null default 0,
      failing_since timestamptz,
      rests_until timestamptz,
      last_delivered_at timestamptz,
      secret_at timestamptz not null default now(),
      earlier_secret_until timestamptz,
      revision integer not null default 1,
      created_by text not null,
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table office.webhook_secrets (
      secret_id bigint primary key generated always as identity,
      endpoint_id text not null references office.webhook_endpoints on delete cascade,
      secret text not null,
      made_at timestamptz not null default now(),
      earlier_until timestamptz not null default now()
    )`.execute(db);
  await sql`
    create index webhook_secrets_endpoint on office.webhook_secrets (endpoint_id)`.execute(db);
  await sql`
    create table office.webhook_events (
      webhook_id text primary key,
      event_key text not null unique,
      type text not null,
      body text not null,
      order_id text,
      event_id text,
      queued_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index webhook_events_queued on office.webhook_events (queued_at)`.execute(db);
  await sql`
    create table office.webhook_deliveries (
      delivery_id text primary key,
      webhook_id text not null references office.webhook_events on delete cascade,
      endpoint_id text not null references office.webhook_endpoints on delete cascade,
      state text not null default 'waiting' check (state in (
        'waiting', 'delivered', 'failed', 'skipped')),
      attempts integer not null default 0,
      turn integer not null default 0,
      status integer,
      problem text,
      queued_at timestamptz not null default now(),
      until timestamptz not null default now() + interval '3 days',
      due_at timestamptz not null default now(),
      ended_at timestamptz,
      unique (webhook_id, endpoint_id)
    )`.execute(db);
  await sql`
    create index webhook_deliveries_endpoint
    on office.webhook_deliveries (endpoint_id, queued_at, delivery_id)`.execute(db);
  await sql`
    create index webhook_deliveries_waiting on office.webhook_deliveries (endpoint_id)
    where state = 'waiting'`.execute(db);
  await sql`
    create table office.webhook_attempts (
      attempt_id bigint primary key generated always as identity,
      delivery_id text not null references office.webhook_deliveries on delete cascade,
      at timestamptz not null default now(),
      duration_ms integer not null,
      address text,
      status integer,
      answer text,
      problem text
    )`.execute(db);
  await sql`
    create index webhook_attempts_delivery
    on office.webhook_attempts (delivery_id, attempt_id)`.execute(db);
  await sql`alter table records.events add column status text, add column revision integer`.execute(
    db,
  );
}
