import { type Kysely, sql } from 'kysely';

/** What buyers are told together, and what they ask of delivery: links to their orders, and to be left alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table office.notices (
      notice_id text primary key,
      notice_key text not null unique,
      event_id text not null,
      kind text not null check (kind in ('event_changed', 'event_cancelled', 'reminder')),
      about jsonb not null default '{}',
      created_by text,
      created_at timestamptz not null default now(),
      queued_to text not null default '',
      queued_at timestamptz,
      mails integer not null default 0
    )`.execute(db);
  await sql`create index notices_event on office.notices (event_id, created_at)`.execute(db);
  await sql`
    create index notices_unqueued on office.notices (created_at) where queued_at is null`.execute(
    db,
  );
  await sql`
    alter table office.messages
      add column queued_to bigint not null default 0,
      add column queued_at timestamptz`.execute(db);
  await sql`
    create index messages_sending on office.messages (send_at) where state = 'sending'`.execute(db);
  await sql`
    create table office.told_versions (
      order_id text not null,
      line integer not null,
      number integer not null,
      version integer not null,
      primary key (order_id, line, number)
    )`.execute(db);
  await sql`
    create table office.order_links (
      token_hash text primary key,
      address text not null,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create index order_links_expire on office.order_links (expires_at)`.execute(db);
  await sql`
    create table office.opt_outs (
      address_hash text primary key,
      at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table office.buyer_attempts (
      subject text primary key,
      count integer not null,
      until timestamptz not null
    )`.execute(db);
  await sql`
    create table office.buyer_secret (
      is_only boolean primary key default true check (is_only),
      secret text not null
    )`.execute(db);
  // 244 random bits, of the database's own generator.
  await sql`
    insert into office.buyer_secret (secret)
    values (replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''))`.execute(db);
}
