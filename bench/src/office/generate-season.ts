import { chmod, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newOrderId, packPayment, type Payment } from '@onsale/ledger';
import {
  type OrderRows,
  orderRows,
  type Records,
  type RecordsTables,
  sumUpAll,
} from '@onsale/records';
import { sql, type Transaction } from 'kysely';
import { GIVEN_NAMES, FAMILY_NAMES } from './names.ts';

/** How large a season is. */
export interface SeasonSize {
  events: number;
  orders: number;
}

/** What a season has, to ask for. */
export interface Season {
  eventIds: string[];
  /** Some orders, evenly spread, with their buyers. */
  samples: { orderId: string; name: string; email: string; paymentId?: string }[];
}

/** Orders written to a file at a time. */
const CHUNK = 50_000;
/** Orders that are known by name afterwards. */
const SAMPLES = 200;
const SHARDS = 4;
const DAY_MS = 86_400_000;
/** How long before its start an event is on sale. */
const SALE_DAYS = 60;
const LAST_MS = Date.UTC(2026, 10, 20);
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland'];
/** The ticket types of each event, with their prices. */
export const SEASON_TICKETS: readonly (readonly [type: string, priceMinor: number])[] = [
  ['adult', 3500],
  ['reduced', 2500],
  ['balcony', 5900],
  ['child', 900],
];

/**
 * Fills an empty database with what a season of sales leaves there: people who buy now and then, most orders in
 * the first days of a sale, some refunded, disputed, expired or sold at the box office. The server must be of
 * this machine, since it reads files. The same each time.
 */
export async function generateSeason(db: Records, { events, orders }: SeasonSize): Promise<Season> {
  const random = randomFrom(7);
  const eventIds = Array.from(
    { length: events },
    (_, i) => `season-${String(i + 1).padStart(3, '0')}`,
  );
  const season: Season = { eventIds, samples: [] };
  const restore = await dropIndexes(db);
  await storeFrame(db, eventIds);
  const people = makePeople(Math.ceil(orders * 0.6), random);
  const peopleStored = storePeople(db, people);
  // A chunk is stored while the next one is made.
  let stored = Promise.resolve();
  for (let start = 0; start < orders; start += CHUNK) {
    const rows: OrderRows[] = [];
    const personIds: number[] = [];
    for (let i = start; i < Math.min(start + CHUNK, orders); i++) {
      const personId = 1 + Math.floor(random() * people.length);
      const person = people[personId - 1]!;
      const made = makeOrder({ event: i % events, eventIds, person, random });
      rows.push(orderRows(made));
      personIds.push(personId);
      if (i % Math.ceil(orders / SAMPLES) === 0) {
        const { orderId, paymentId } = made;
        season.samples.push({
          orderId,
          ...person,
          ...(paymentId === undefined ? {} : { paymentId }),
        });
      }
    }
    await stored;
    stored = storeChunk(db, rows, { personIds, start });
  }
  await Promise.all([stored, peopleStored]);
  await restore();
  await inOneGo(db, sumUpAll);
  await sql`vacuum (analyze)`.execute(db);
  return season;
}

interface Person {
  name: string;
  email: string;
}

// Indexes and keys are faster made at once. Returns what makes them.
async function dropIndexes(db: Records): Promise<() => Promise<void>> {
  const { rows: keys } = await sql<Dropped>`
    select conrelid::regclass::text as table, format('%I', conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint
    where connamespace = 'records'::regnamespace and contype in ('p', 'u', 'f')
      and conrelid::regclass::text not like '%migration%'
    order by contype <> 'f'`.execute(db);
  for (const { table, name } of keys) {
    await sql.raw(`alter table ${table} drop constraint ${name}`).execute(db);
  }
  const { rows: indexes } = await sql<Omit<Dropped, 'table'>>`
    select format('%I.%I', schemaname, indexname) as name, indexdef as definition from pg_indexes
    where schemaname = 'records' and tablename not like '%migration%'`.execute(db);
  for (const { name } of indexes) await sql.raw(`drop index ${name}`).execute(db);
  const statements = [
    ...keys.toReversed().map(({ table, name, definition }) => {
      return `alter table ${table} add constraint ${name} ${definition}`;
    }),
    ...indexes.map(({ definition }) => definition),
  ];
  return async () => {
    // Without them, those who look up what a foreign key names would read a table for each row.
    await sql`analyze`.execute(db);
    for (const statement of statements) {
      await inOneGo(db, async (tx) => void (await sql.raw(statement).execute(tx)));
    }
  };
}

interface Dropped {
  table: string;
  name: string;
  definition: string;
}

async function inOneGo(db: Records, work: (tx: Transaction<RecordsTables>) => Promise<void>) {
  await db.transaction().execute(async (tx) => {
    await sql`set local maintenance_work_mem = '512MB'`.execute(tx);
    await sql`set local work_mem = '256MB'`.execute(tx);
    await work(tx);
  });
}

async function storeFrame(db: Records, eventIds: readonly string[]): Promise<void> {
  for (let shard = 0; shard < SHARDS; shard++) {
    await db
      .insertInto('records.shards')
      .values({
        ...{ shard, data_id: 'season', position: '0-0', counted_to: '0-0', since_ms: 0 },
        ...{ changes_since_ms: 0, state: 'recording' },
      })
      .execute();
  }
  const rows = eventIds.map((id, i) => ({
    ...{ event_id: id, shard: i % SHARDS, name: `Evening ${i + 1} of the season` },
    time_zone: ZONES[i % ZONES.length]!,
  }));
  await db.insertInto('records.events').values(rows).execute();
}

function makePeople(count: number, random: Random): Person[] {
  return Array.from({ length: count }, (_, i) => {
    const given = pick(GIVEN_NAMES, random);
    const family = pick(FAMILY_NAMES, random);
    return { name: `${given} ${family}`, email: `${given}.${family}.${i}@example.org` };
  });
}

async function storePeople(db: Records, people: readonly Person[]): Promise<void> {
  await copy(
    db,
    'records.people',
    people.map(({ name, email }, i) => ({
      ...{ person_id: i + 1, address: email.toLowerCase(), name, email, anonymized_at: null },
    })),
  );
}

function makeOrder({
  event,
  eventIds,
  person,
  random,
}: {
  event: number;
  eventIds: readonly string[];
  person: Person;
  random: Random;
}) {
  const shard = event % SHARDS;
  const startMs = LAST_MS - ((eventIds.length - event) % 365) * DAY_MS;
  // Most come in the first days.
  const placedMs = Math.floor(startMs - SALE_DAYS * DAY_MS * (1 - random() ** 3));
  const orderId = newOrderId(shard, placedMs);
  const [type, price] = pick(SEASON_TICKETS, random);
  const qty = 1 + Math.floor(random() * 4);
  const total = qty * price;
  const fate = random();
  const source = fate > 0.97 ? 'box_office' : fate > 0.96 ? 'complimentary' : undefined;
  const paymentId = source === undefined ? `pay_${orderId.slice(12)}` : undefined;
  const refundMs = placedMs + DAY_MS;
  const isPart = fate < 0.02;
  const isRefunded = fate < 0.04;
  const isExpired = fate >= 0.04 && fate < 0.07;
  const amountMinor = isPart ? price : total;
  const tickets = Array.from({ length: isPart ? 1 : qty }, (_, i) => [0, i + 1]);
  const refunds = [{ id: `re_${orderId.slice(20)}`, atMs: refundMs, amountMinor, tickets }];
  const extras = {
    ...{ fee: qty * 100, tax: Math.round((total * 7) / 107) },
    ...(source === undefined ? {} : { source }),
    ...(isRefunded ? { refunds } : {}),
  };
  const head = isExpired
    ? `x${placedMs + 900_000}`
    : isRefunded && (!isPart || qty === 1)
      ? `r${refundMs}=${refunds[0]!.id}`
      : `c${placedMs + 60_000}=${paymentId ?? 'desk'}`;
  const record = JSON.stringify([
    ...[head, `${eventIds[event]}-${type}:${qty}:${price}:${type}`, total, 'EUR', eventIds[event]],
    ...[person.name, person.email, source === undefined ? 'online' : 'card', extras],
  ]);
  const isPaid = paymentId !== undefined && !isExpired;
  const payment = isPaid
    ? packPayment(
        paymentOf({
          placedMs,
          paymentId,
          total,
          fate,
          refund: isRefunded ? refunds[0] : undefined,
        }),
      )
    : undefined;
  return { orderId, shard, record, payment, archivedAt: new Date(LAST_MS), paymentId };
}

function paymentOf(paid: {
  placedMs: number;
  paymentId: string;
  total: number;
  fate: number;
  refund: { id: string; atMs: number; amountMinor: number } | undefined;
}): Payment {
  const { placedMs, paymentId, total, fate, refund } = paid;
  const amount = { amountMinor: total, currency: 'EUR' };
  const isFailed = fate < 0.0002;
  return {
    ...{ revision: 3, provider: 'stripe', ...amount },
    attempts: [
      {
        ...{ number: 1, state: 'paid', startedAtMs: placedMs, expiresAtMs: placedMs + 900_000 },
        ...{ checkoutId: `cs_${paymentId}`, paymentId, paid: amount, use: 'tickets' },
      },
    ],
    refunds:
      refund === undefined
        ? []
        : [
            {
              ...{ id: refund.id, paymentId, amountMinor: refund.amountMinor, reason: 'seller' },
              ...{ state: isFailed ? 'failed' : 'done', askedAtMs: refund.atMs, isNoted: true },
              ...(isFailed ? { problem: 'the card was closed' } : { doneAtMs: refund.atMs + 1000 }),
            },
          ],
    disputes:
      fate > 0.5 && fate < 0.5005
        ? [
            {
              ...{ id: `dp_${paymentId}`, paymentId, amountMinor: total },
              ...{ state: 'needs_response', respondByMs: LAST_MS + 7 * DAY_MS },
            },
          ]
        : [],
  };
}

async function storeChunk(
  db: Records,
  rows: readonly OrderRows[],
  { personIds, start }: { personIds: readonly number[]; start: number },
): Promise<void> {
  const orders = rows.map(({ order }, i) => ({ ...order, person_id: personIds[i] }));
  await copy(db, 'records.orders', orders);
  await copy(
    db,
    'records.order_lines',
    rows.flatMap(({ lines }) => lines),
  );
  await copy(
    db,
    'records.tickets',
    rows.flatMap(({ tickets }) => tickets),
  );
  await copy(
    db,
    'records.payments',
    rows.flatMap(({ payment }) => payment ?? []),
  );
  await copy(
    db,
    'records.payment_references',
    rows.flatMap(({ payment }) => (payment === undefined ? [] : referencesOf(payment))),
  );
  await copy(
    db,
    'records.refunds',
    rows.flatMap(({ order, refunds }) => {
      return refunds.map((refund) => ({ ...refund, event_id: order?.event_id }));
    }),
  );
  await copy(
    db,
    'records.disputes',
    rows.flatMap(({ disputes }) => disputes),
  );
  await copy(
    db,
    'records.changes',
    rows.flatMap((each, i) => changesOf(each, start + i)),
  );
}

// As the trigger of payments finds them.
function referencesOf({ order_id, record }: { order_id: string; record: string }): object[] {
  const found = new Set([...record.matchAll(REFERENCE)].map(([, text = '']) => text.toLowerCase()));
  return [...found].map((reference) => ({ reference, order_id }));
}

const REFERENCE = /"(?:checkoutId|paymentId|providerId|reference|id)":"([^"\\]+)"/g;

function changesOf({ order }: OrderRows, index: number): object[] {
  if (order === undefined) return [];
  const placedMs = order.placed_at.getTime();
  const steps = [
    ['p', 'h', placedMs, 'sale'],
    ['h', order.state, placedMs + 60_000, order.cause ?? 'expired'],
  ] as const;
  return steps.map(([from, to, atMs, cause], place) => ({
    ...{ shard: order.shard, entry_ms: atMs, entry_seq: index, place, order_id: order.order_id },
    ...{ from_state: from, to_state: to, cause, at: new Date(atMs) },
  }));
}

// No trigger does anything.
async function copy(db: Records, table: string, rows: readonly object[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const folder = await mkdtemp(join(tmpdir(), 'onsale-season-'));
  const path = join(folder, 'rows');
  try {
    await chmod(folder, 0o755);
    const columns = Object.keys(first);
    const file = await open(path, 'w', 0o644);
    for (let i = 0; i < rows.length; i += 5000) {
      const lines = rows.slice(i, i + 5000).map((row) => lineOf(row, columns));
      await file.write(lines.join(''));
    }
    await file.close();
    await db.transaction().execute(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx);
      const names = sql.join(columns.map((column) => sql.ref(column)));
      await sql`copy ${sql.table(table)} (${names}) from ${sql.lit(path)}`.execute(tx);
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

function lineOf(row: object, columns: readonly string[]): string {
  const values = row as Readonly<Record<string, unknown>>;
  return `${columns.map((column) => cell(values[column])).join('\t')}\n`;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[\\\t\n]/.test(text)
    ? text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n')
    : text;
}

type Random = () => number;

// The same numbers each time (mulberry32).
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)]!;
}
