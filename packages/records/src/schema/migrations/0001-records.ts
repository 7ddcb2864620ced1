import { type Kysely, sql } from 'kysely';

/** What the recorder stores. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table records.shards (
      shard integer primary key,
      data_id text not null,
      position text not null,
      counted_to text not null,
      since_ms bigint not null,
      changes_since_ms bigint not null,
      rejected_until_ms bigint not null default 0,
      state text not null check (state in ('backfilling', 'recording', 'set_back')),
      backfilled_to text,
      backfill_reason text,
      backfilled_at timestamptz,
      rejected bigint not null default 0,
      changed_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table records.people (
      person_id bigint generated always as identity primary key,
      address text not null unique,
      name text not null,
      email text not null,
      anonymized_at timestamptz
    )`.execute(db);
  await sql`
    create table records.orders (
      order_id text primary key,
      shard integer not null,
      event_id text not null,
      person_id bigint not null references records.people,
      status text not null,
      state text not null,
      cause text,
      payment_method text not null,
      currency text not null,
      total bigint not null,
      fee bigint not null,
      tax bigint not null,
      discount bigint not null,
      refunded bigint not null,
      source text not null,
      terms text,
      placed_at timestamptz not null,
      changed_at timestamptz not null,
      record text not null,
      archived_at timestamptz,
      given_up_at timestamptz
    )`.execute(db);
  await sql`create index orders_event on records.orders (event_id, placed_at)`.execute(db);
  await sql`create index orders_person on records.orders (person_id, order_id)`.execute(db);
  await sql`
    create table records.order_lines (
      order_id text not null references records.orders on delete cascade,
      line integer not null,
      ticket_id text not null,
      ticket_type text not null,
      qty integer not null,
      unit_price bigint not null,
      primary key (order_id, line)
    )`.execute(db);
  await sql`
    create table records.tickets (
      order_id text not null references records.orders on delete cascade,
      line integer not null,
      number integer not null,
      version integer not null,
      holder text not null,
      state text not null check (state in ('reserved', 'valid', 'void')),
      primary key (order_id, line, number)
    )`.execute(db);
  // Money may come for an order that got nothing, and so is not among them.
  await sql`
    create table records.payments (
      order_id text primary key,
      revision integer not null,
      provider text not null,
      currency text not null,
      amount bigint not null,
      received bigint not null,
      returned bigint not null,
      is_open boolean not null,
      record text not null
    )`.execute(db);
  await sql`
    create table records.changes (
      shard integer not null,
      entry_ms bigint not null,
      entry_seq bigint not null,
      place integer not null,
      order_id text not null,
      from_state text not null,
      to_state text not null,
      cause text not null,
      at timestamptz not null,
      primary key (shard, entry_ms, entry_seq, place)
    )`.execute(db);
  await sql`create index changes_order on records.changes (order_id)`.execute(db);
  await sql`
    create table records.rejections (
      event_id text not null,
      ticket_id text not null,
      reason text not null,
      minute timestamptz not null,
      orders bigint not null,
      tickets bigint not null,
      primary key (event_id, minute, ticket_id, reason)
    )`.execute(db);
}
