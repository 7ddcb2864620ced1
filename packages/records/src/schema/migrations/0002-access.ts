import { type Kysely, sql } from 'kysely';

/** Who may do what in the office, and what was done. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create schema office`.execute(db);
  await sql`
    create table office.grants (
      holder_id text not null,
      role text not null,
      event_id text,
      unique nulls not distinct (holder_id, role, event_id)
    )`.execute(db);
  await sql`
    create table office.api_keys (
      key_id text primary key,
      name text not null,
      secret_sha256 text not null unique,
      created_by text not null,
      created_at timestamptz not null default now(),
      last_used_at timestamptz,
      expires_at timestamptz,
      revoked_at timestamptz
    )`.execute(db);
  await sql`
    create table office.activity (
      activity_id bigint generated always as identity primary key,
      at timestamptz not null default now(),
      actor_id text not null,
      actor_name text not null,
      action text not null,
      event_id text,
      subject text not null,
      outcome text not null check (outcome in ('begun', 'done', 'refused')),
      before jsonb,
      after jsonb,
      request_id text not null
    )`.execute(db);
  await sql`create index activity_event on office.activity (event_id, activity_id)`.execute(db);
  await sql`create index activity_subject on office.activity (subject, activity_id)`.execute(db);
  await sql`
    create table office.answers (
      actor_id text not null,
      idempotency_key text not null,
      request_sha256 text not null,
      at timestamptz not null default now(),
      status integer,
      body jsonb,
      primary key (actor_id, idempotency_key)
    )`.execute(db);
}
