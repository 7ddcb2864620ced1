import { type Kysely, sql } from 'kysely';

/** Mails to buyers and to the team. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table office.mails (
      mail_id text primary key,
      mail_key text not null unique,
      kind text not null,
      order_id text,
      event_id text,
      message_id text,
      about jsonb not null default '{}',
      address text not null,
      language text,
      urgency integer not null,
      state text not null default 'waiting' check (state in (
        'waiting', 'sent', 'kept', 'failed', 'skipped')),
      attempts integer not null default 0,
      answer text,
      answer_code integer,
      subject text,
      content jsonb,
      queued_at timestamptz not null default now(),
      due_at timestamptz not null default now(),
      ended_at timestamptz
    )`.execute(db);
  await sql`create index mails_order on office.mails (order_id, mail_id)`.execute(db);
  await sql`create index mails_event on office.mails (event_id, queued_at, mail_id)`.execute(db);
  await sql`create index mails_message on office.mails (message_id, state)`.execute(db);
  await sql`create index mails_queued on office.mails (queued_at, mail_id)`.execute(db);
  await sql`
    create index mails_waiting on office.mails (due_at) where state = 'waiting'`.execute(db);
  await sql`create index mails_ended on office.mails (ended_at)`.execute(db);
  await sql`
    create table office.mail_servers (
      server text primary key,
      per_s double precision not null,
      slowed_per_s double precision,
      next_at timestamptz not null default now(),
      paused_until timestamptz,
      failures integer not null default 0,
      refusals integer not null default 0,
      max_bytes bigint,
      is_encrypted boolean,
      dkim jsonb,
      sender text,
      seen_at timestamptz not null default now(),
      last_sent_at timestamptz,
      last_failed_at timestamptz,
      last_failure text,
      last_failure_code integer
    )`.execute(db);
  await sql`
    create table office.ticket_keys (
      key_id text primary key,
      public_key text not null,
      created_at timestamptz not null
    )`.execute(db);
}
