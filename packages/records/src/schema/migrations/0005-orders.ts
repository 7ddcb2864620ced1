import { type Kysely, sql } from 'kysely';

/**
 * Signs that Unicode does not take apart, each with the letter that stands for it: without them nobody could
 * find the name who writes it in plain Latin. Those at the end of `from` are left out.
 */
const LATIN = { from: 'ØøŁłĐđÐðÆæŒœÞþı', to: 'oollddddaaootti' };
const OTHERS = {
  from:
    'АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯЄІҐ' +
    'абвгдежзиклмнопрстуфхцчшщыэюяєіґ' +
    'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ' +
    'αβγδεζηθικλμνξοπρστυφχψως' +
    'ЪЬъь',
  to:
    'abvgdezziklmnoprstufhccssyeuaeig' +
    'abvgdezziklmnoprstufhccssyeuaeig' +
    'avgdezitiklmnxoprstyfcpo' +
    'avgdezitiklmnxoprstyfcpos',
};

/** What finds orders quickly, and notes on them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await makeSearchText(db);
  await makeReferences(db);
  // Few orders have these, and a list of them must not read all the others.
  await sql`
    create index orders_status on records.orders (status, order_id)
    where status <> 'confirmed'`.execute(db);
  await sql`create index orders_refunded on records.orders (order_id) where refunded > 0`.execute(
    db,
  );
  await sql`
    create index orders_source on records.orders (source, order_id) where source <> 'shop'`.execute(
    db,
  );
  await sql`
    create table office.notes (
      note_id bigint generated always as identity primary key,
      order_id text not null,
      at timestamptz not null default now(),
      actor_id text not null,
      actor_name text not null,
      text text not null
    )`.execute(db);
  await sql`create index notes_order on office.notes (order_id, note_id)`.execute(db);
}

// Müller, Mueller and muller are one name to whoever looks for it. In a database whose locale is C, `lower`
// knows ASCII alone, and so do trigrams: all that can be is made ASCII.
async function makeSearchText(db: Kysely<unknown>): Promise<void> {
  await sql`create extension if not exists pg_trgm`.execute(db);
  const { rows } = await sql<{ schema: string }>`
    select nspname as schema from pg_extension join pg_namespace n on n.oid = extnamespace
    where extname = 'pg_trgm'`.execute(db);
  // Step by step, and only while there is something to do: a list of signs takes ten times as long as all the rest.
  await sql`
    create function records.fold(given text) returns text
    language plpgsql immutable strict parallel safe
    as $$
    declare
      folded text := given;
    begin
      if octet_length(folded) > length(folded) then
        folded := regexp_replace(normalize(folded, NFKD), '[\\u0300-\\u036f]', '', 'g');
      end if;
      if octet_length(folded) > length(folded) then
        folded := translate(folded, ${sql.lit(LATIN.from)}, ${sql.lit(LATIN.to)});
        folded := replace(replace(folded, 'ẞ', 'ss'), 'ß', 'ss');
      end if;
      if octet_length(folded) > length(folded) then
        folded := translate(folded, ${sql.lit(OTHERS.from)}, ${sql.lit(OTHERS.to)});
      end if;
      return replace(replace(replace(lower(folded), 'ae', 'a'), 'oe', 'o'), 'ue', 'u');
    end $$`.execute(db);
  await sql`
    alter table records.people add search text not null
    generated always as (records.fold(' ' || name || ' ' || email)) stored`.execute(db);
  const operators = sql.id(rows[0]?.schema ?? 'public', 'gin_trgm_ops');
  await sql`
    create index people_search on records.people using gin (search ${operators})`.execute(db);
}

// By which people find a payment: ours, the provider's, and that of a statement. A trigger keeps them, so
// that they are right whichever version records. They are found in its text, whatever else is in it.
async function makeReferences(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table records.payment_references (
      reference text collate "C" not null,
      order_id text not null,
      primary key (reference, order_id)
    )`.execute(db);
  await sql`
    create index payment_references_order on records.payment_references (order_id)`.execute(db);
  await sql`
    create function records.keep_references() returns trigger
    language plpgsql security definer set search_path = pg_catalog
    as $$
    begin
      if tg_op <> 'INSERT' then
        delete from records.payment_references r using changed
        where r.order_id = changed.order_id
          and (tg_op = 'DELETE' or position('"' || r.reference || '"' in lower(changed.record)) = 0);
      end if;
      if tg_op <> 'DELETE' then
        insert into records.payment_references (reference, order_id)
        ${referencesIn('changed')}
        on conflict do nothing;
      end if;
      return null;
    end $$`.execute(db);
  for (const [operation, table] of [
    ['insert', 'new'],
    ['update', 'new'],
    ['delete', 'old'],
  ] as const) {
    await sql`
      create trigger ${sql.id(`references_${operation}`)} after ${sql.raw(operation)} on records.payments
      referencing ${sql.raw(table)} table as changed
      for each statement execute function records.keep_references()`.execute(db);
  }
  await sql`
    insert into records.payment_references (reference, order_id)
    ${referencesIn('records.payments')}`.execute(db);
}

const referencesIn = (table: string) => sql`
  select distinct lower(hit[1]), order_id
  from ${sql.table(table)}, lateral regexp_matches(
    record, '"(?:checkoutId|paymentId|providerId|reference|id)":"([^"\\\\]+)"', 'g') as hit
  where length(hit[1]) <= 200`;
