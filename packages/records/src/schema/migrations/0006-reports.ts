import { type Kysely, sql } from 'kysely';

/** Sums of what was sold, and messages to buyers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createSums(db);
  await createMessages(db);
}

async function createSums(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table records.events (
      event_id text primary key,
      shard integer not null,
      name text not null,
      time_zone text not null
    )`.execute(db);
  // Since when its events are as Redis has them.
  await sql`
    alter table records.shards add column event_change bigint not null default 0`.execute(db);
  await sql`alter table records.payments add column begun_at timestamptz`.execute(db);
  await sql`
    create table records.refunds (
      order_id text not null,
      event_id text,
      by_hand boolean not null,
      place integer not null,
      refund_id text not null,
      currency text not null,
      amount bigint not null,
      state text not null,
      reason text not null,
      asked_at timestamptz not null,
      done_at timestamptz,
      problem text,
      primary key (order_id, by_hand, place)
    )`.execute(db);
  await sql`
    create index refunds_open on records.refunds (asked_at) where state <> 'done'`.execute(db);
  // Reports leave these out.
  await sql`
    create index orders_given_up on records.orders (order_id) where given_up_at is not null`.execute(
    db,
  );
  await sql`
    create table records.disputes (
      order_id text not null,
      place integer not null,
      dispute_id text not null,
      currency text not null,
      amount bigint not null,
      state text not null,
      respond_by timestamptz,
      primary key (order_id, place)
    )`.execute(db);
  await sql`
    create table records.order_sums (
      event_id text not null,
      day date not null,
      currency text not null,
      status text not null,
      source text not null,
      payment_method text not null,
      orders bigint not null,
      total bigint not null,
      fee bigint not null,
      tax bigint not null,
      discount bigint not null,
      refunded bigint not null,
      refunded_fee bigint not null,
      refunded_tax bigint not null,
      primary key (event_id, day, currency, status, source, payment_method)
    )`.execute(db);
  await sql`
    create table records.ticket_sums (
      event_id text not null,
      day date not null,
      currency text not null,
      status text not null,
      source text not null,
      payment_method text not null,
      ticket_id text not null,
      ticket_type text not null,
      unit_price bigint not null,
      tickets bigint not null,
      void bigint not null,
      primary key (
        event_id, day, currency, status, source, payment_method, ticket_id, ticket_type, unit_price)
    )`.execute(db);
  await sql`
    create table records.payment_sums (
      event_id text not null,
      day date not null,
      provider text not null,
      currency text not null,
      payments bigint not null,
      received bigint not null,
      returned bigint not null,
      primary key (event_id, day, provider, currency)
    )`.execute(db);
}

async function createMessages(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table office.messages (
      message_id text primary key,
      event_id text not null,
      subject text not null,
      body text not null,
      audience jsonb not null,
      state text not null check (state in ('draft', 'scheduled', 'sending', 'sent', 'stopped')),
      revision integer not null default 1,
      send_at timestamptz,
      sent bigint not null default 0,
      failed bigint not null default 0,
      created_by text not null,
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create index messages_event on office.messages (event_id, created_at, message_id)`.execute(db);
}
