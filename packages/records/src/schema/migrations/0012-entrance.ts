import { type Kysely, sql } from 'kysely';

/**
 * The entrance: which tickets there are, by the names in their codes; who was let in; and the devices that do it.
 *
 * Devices ask what has changed. What `changed_in` says is the transaction that wrote a row; a reader that names the
 * snapshot by which it read last is told what that one could not see, and so misses nothing, in whatever order
 * transactions end.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await nameTickets(db);
  await searchHolders(db);
  await noteChanges(db);
  await sql`
    create table office.entrance_settings (
      event_id text primary key,
      revision integer not null,
      settings jsonb not null,
      changed_by text not null,
      changed_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table office.devices (
      device_id text primary key,
      event_id text not null,
      entrance_id text not null,
      name text not null,
      code_sha256 text unique,
      code_expires_at timestamptz not null,
      token_sha256 text unique,
      created_by text not null,
      created_at timestamptz not null default now(),
      signed_in_at timestamptz,
      revoked_at timestamptz,
      last_seen_at timestamptz,
      list_at timestamptz,
      version text,
      waiting integer not null default 0,
      clock_off_ms bigint
    )`.execute(db);
  await sql`create index devices_event on office.devices (event_id, created_at)`.execute(db);
  await sql`
    create table office.scans (
      scan_id bigint generated always as identity primary key,
      event_id text not null,
      device_id text references office.devices on delete cascade,
      number integer,
      member_name text,
      entrance_id text,
      via text not null,
      at timestamptz not null,
      device_at timestamptz,
      received_at timestamptz not null default now(),
      ticket text,
      order_id text,
      line integer,
      seat integer,
      place integer,
      ticket_id text,
      day text,
      answer text not null,
      reason text,
      let_in boolean not null default false,
      undo boolean not null default false,
      is_offline boolean not null default false,
      admitted boolean not null,
      late text check (late in ('open', 'counted', 'left')),
      why text,
      conflict text check (conflict in ('double', 'dead')),
      other_scan_id bigint,
      reviewed_by text,
      reviewed_at timestamptz,
      result jsonb not null,
      unique (device_id, number)
    )`.execute(db);
  await sql`create index scans_event on office.scans (event_id, scan_id)`.execute(db);
  await sql`create index scans_ticket on office.scans (order_id, place) where order_id is not null`.execute(
    db,
  );
  // Of tickets that were sold a moment before, and not recorded yet.
  await sql`
    create index scans_unknown on office.scans (ticket)
    where order_id is null and ticket is not null`.execute(db);
  await sql`
    create index scans_conflict on office.scans (event_id, scan_id) where conflict is not null`.execute(
    db,
  );
  await sql`
    create index scans_late on office.scans (device_id) where late = 'open'`.execute(db);
  await sql`
    create table office.check_ins (
      order_id text not null,
      line integer not null,
      seat integer not null,
      key text not null,
      event_id text not null,
      place integer not null,
      ticket_id text not null,
      day text not null,
      at timestamptz not null,
      entrance_id text,
      device_id text,
      device_name text,
      scan_id bigint not null,
      undone_at timestamptz,
      changed_in xid8 not null default pg_current_xact_id(),
      primary key (order_id, line, seat, key)
    )`.execute(db);
  await sql`create index check_ins_changed on office.check_ins (event_id, changed_in)`.execute(db);
  await sql`create index check_ins_at on office.check_ins (event_id, at)`.execute(db);
  await sql`
    create trigger check_ins_change before update on office.check_ins
    for each row execute function records.note_change()`.execute(db);
}

// As ticketTag of @onsale/ticket-codes does, but in bytes. Whoever shows an earlier version of a ticket must be told
// that it was replaced. The function is written so that PostgreSQL takes it apart: called as one, it is most of what
// an index of it costs. Casts of text to bytes read backslashes. Tickets of orders that are held have no codes.
async function nameTickets(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function records.ticket_tag(order_id text, line integer, number integer, version integer)
    returns bytea language sql immutable strict parallel safe
    as $$
      select substr(sha256(replace(
        order_id || '/' || line::text || '/' || number::text || '/' || version::text,
        '\\', '\\\\')::bytea), 1, 12)
    $$`.execute(db);
  await sql`
    create index tickets_tag on records.tickets (records.ticket_tag(order_id, line, number, version))
    where state <> 'reserved'`.execute(db);
  await sql`
    create table records.replaced_tickets (
      tag bytea primary key,
      order_id text not null references records.orders on delete cascade,
      line integer not null,
      number integer not null,
      version integer not null
    )`.execute(db);
  await sql`create index replaced_tickets_order on records.replaced_tickets (order_id)`.execute(db);
  await sql`
    create function records.keep_replaced() returns trigger
    language plpgsql security definer set search_path = pg_catalog
    as $$
    begin
      insert into records.replaced_tickets (tag, order_id, line, number, version)
      select records.ticket_tag(new.order_id, new.line, new.number, version),
        new.order_id, new.line, new.number, version
      from generate_series(1, new.version - 1) as version
      on conflict do nothing;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger tickets_replaced after insert or update of version on records.tickets
    for each row when (new.version > 1) execute function records.keep_replaced()`.execute(db);
  await sql`
    insert into records.replaced_tickets (tag, order_id, line, number, version)
    select records.ticket_tag(order_id, line, number, earlier), order_id, line, number, earlier
    from records.tickets, generate_series(1, version - 1) as earlier`.execute(db);
}

// Whoever stands at the entrance and can't show a code is found by the name on the ticket. Most tickets have none, and
// cost nothing.
async function searchHolders(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ schema: string }>`
    select nspname as schema from pg_extension join pg_namespace n on n.oid = extnamespace
    where extname = 'pg_trgm'`.execute(db);
  const operators = sql.id(rows[0]?.schema ?? 'public', 'gin_trgm_ops');
  await sql`
    create index tickets_holder on records.tickets using gin (records.fold(' ' || holder) ${operators})
    where holder <> ''`.execute(db);
}

// Whatever changes a ticket changes its order, so the tickets need no note of their own. `unlisted_in` is for what no
// later row can tell: that an order is not in the list any more. It is seldom, and devices begin anew.
async function noteChanges(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table records.orders
      add column changed_in xid8 not null default pg_current_xact_id()`.execute(db);
  await sql`create index orders_changed on records.orders (event_id, changed_in)`.execute(db);
  await sql`alter table records.people add column renamed_in xid8`.execute(db);
  await sql`
    create index people_renamed on records.people (renamed_in) where renamed_in is not null`.execute(
    db,
  );
  await sql`
    alter table records.events add column details jsonb, add column unlisted_in xid8`.execute(db);
  await sql`
    alter table records.shards add column has_event_details boolean not null default false`.execute(
    db,
  );
  await sql`
    create function records.note_change() returns trigger
    language plpgsql set search_path = pg_catalog
    as $$
    begin
      new.changed_in := pg_current_xact_id();
      return new;
    end $$`.execute(db);
  await sql`
    create trigger orders_change before update on records.orders
    for each row when (
      (old.record, old.status, old.person_id, old.given_up_at)
        is distinct from (new.record, new.status, new.person_id, new.given_up_at))
    execute function records.note_change()`.execute(db);
  await sql`
    create function records.note_rename() returns trigger
    language plpgsql set search_path = pg_catalog
    as $$
    begin
      new.renamed_in := pg_current_xact_id();
      return new;
    end $$`.execute(db);
  await sql`
    create trigger people_rename before update on records.people
    for each row when (old.name <> new.name) execute function records.note_rename()`.execute(db);
  await noteUnlisted(db);
}

async function noteUnlisted(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function records.is_listed(status text, given_up_at timestamptz) returns boolean
    language sql immutable parallel safe
    as $$ select given_up_at is null and status in ('confirmed', 'refunded', 'cancelled') $$`.execute(
    db,
  );
  await sql`
    create function records.note_unlisted() returns trigger
    language plpgsql security definer set search_path = pg_catalog
    as $$
    begin
      update records.events set unlisted_in = pg_current_xact_id()
      where event_id = old.event_id and unlisted_in is distinct from pg_current_xact_id();
      return null;
    end $$`.execute(db);
  await sql`
    create trigger orders_unlisted after update on records.orders
    for each row when (
      records.is_listed(old.status, old.given_up_at)
        and not records.is_listed(new.status, new.given_up_at))
    execute function records.note_unlisted()`.execute(db);
  await sql`
    create trigger orders_removed after delete on records.orders
    for each row when (records.is_listed(old.status, old.given_up_at))
    execute function records.note_unlisted()`.execute(db);
}
