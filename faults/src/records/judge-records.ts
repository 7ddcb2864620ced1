import {
  type Ledger,
  type LoggedChange,
  readLog,
  readOrderRecord,
  scanStoredOrders,
  shardsOf,
  stockKey,
  toOrder,
} from '@onsale/ledger';
import type { Records } from '@onsale/records';
import { sql } from 'kysely';

// What PostgreSQL must have, found out without the code that is judged: from Redis itself, and from the
// order log, of which a reader that never moves has kept every entry.

/** Differences named one by one; the rest is counted. */
const MOST_NAMED = 5;

/** A sentence for each kind of difference between the tables, the jobs and what has happened. */
export async function judgeRecords(ledger: Ledger, db: Records): Promise<string[]> {
  const log = await readWholeLog(ledger);
  return [
    ...(await judgeChanges(db, log)),
    ...(await judgeJobs(db, log)),
    ...(await judgeOrders(ledger, db)),
    ...(await judgeRejections(ledger, db)),
    ...(await judgeTickets(ledger, db)),
  ];
}

/** A change and its place in its entry. */
interface PlacedChange extends LoggedChange {
  shard: number;
  place: number;
}

async function readWholeLog(ledger: Ledger): Promise<PlacedChange[]> {
  const log: PlacedChange[] = [];
  for (const shard of shardsOf(ledger)) {
    let after = '0-0';
    for (;;) {
      const page = await readLog(ledger, shard, { after });
      if (page.entries === 0) break;
      for (const [entryId, changes] of Map.groupBy(page.changes, (change) => change.entryId)) {
        log.push(...changes.map((change, place) => ({ ...change, entryId, shard, place })));
      }
      after = page.position;
    }
  }
  return log;
}

async function judgeChanges(db: Records, log: readonly PlacedChange[]): Promise<string[]> {
  const stored = await db.selectFrom('records.changes').selectAll().execute();
  return compare(
    'a change',
    log.map(({ shard, entryId, place, orderId, from, to, cause, atMs }) =>
      [shard, entryId, place, orderId, from, to, cause, atMs].join(' '),
    ),
    stored.map((row) =>
      [
        ...[row.shard, `${row.entry_ms}-${row.entry_seq}`, row.place, row.order_id],
        ...[row.from_state, row.to_state, row.cause, row.at.getTime()],
      ].join(' '),
    ),
  );
}

/** What a buyer, or a program of the seller's, may have to be told of. */
function isTold({ from, to, cause, status }: LoggedChange): boolean {
  if (from === to) return to === 'c' || cause.startsWith('payment:');
  return ['confirmed', 'expired', 'cancelled', 'refunded'].includes(status);
}

async function judgeJobs(db: Records, log: readonly PlacedChange[]): Promise<string[]> {
  const { rows } = await sql<{ data: Record<string, unknown> }>`
    select data from jobs.job where name = 'order-changes'`.execute(db);
  return compare(
    'a job',
    log
      .filter(isTold)
      .map(({ orderId, status, cause, shard, entryId }) =>
        [orderId, status, cause, shard, entryId].join(' '),
      ),
    rows.map(({ data }) =>
      [data['orderId'], data['status'], data['cause'], data['shard'], data['entryId']].join(' '),
    ),
  );
}

async function judgeOrders(ledger: Ledger, db: Records): Promise<string[]> {
  const inRedis = (await readAllOrders(ledger)).filter(
    ({ order }) => order.status !== 'pending' && order.status !== 'rejected',
  );
  const stored = await db
    .selectFrom('records.orders')
    .leftJoin('records.payments', 'records.payments.order_id', 'records.orders.order_id')
    .select(['records.orders.order_id', 'records.orders.record', 'status'])
    .select('records.payments.record as payment')
    .where('archived_at', 'is', null)
    .execute();
  return compare(
    'an order',
    inRedis.map(({ id, record, order, payment }) => [id, order.status, record, payment].join(' ')),
    stored.map((row) => [row.order_id, row.status, row.record, row.payment ?? ''].join(' ')),
  );
}

interface ReadOrder {
  id: string;
  record: string;
  order: ReturnType<typeof toOrder>;
  payment: string;
}

async function readAllOrders(ledger: Ledger): Promise<ReadOrder[]> {
  const all: ReadOrder[] = [];
  for (const shard of shardsOf(ledger)) {
    for await (const page of scanStoredOrders(ledger, shard)) {
      for (const { id, record, bucket } of page) {
        const beside = bucket.replace(':orders:', ':payments:');
        const payment = await ledger.redis.command(beside, ['HGET', beside, id]);
        const order = toOrder(ledger, id, record);
        all.push({ id, record, order, payment: payment === null ? '' : String(payment) });
      }
    }
  }
  return all;
}

const MINUTE_MS = 60_000;

async function judgeRejections(ledger: Ledger, db: Records): Promise<string[]> {
  const expected = new Map<string, { orders: number; tickets: number }>();
  const rejected = (await readAllOrders(ledger)).filter(
    ({ order }) => order.status === 'rejected',
  );
  for (const { order } of rejected) {
    const minute = Math.floor((order.settledAtMs ?? 0) / MINUTE_MS) * MINUTE_MS;
    for (const { ticketId, qty } of order.lines) {
      const kind = [order.eventId, ticketId, order.reason, minute].join(' ');
      const sums = expected.get(kind) ?? { orders: 0, tickets: 0 };
      expected.set(kind, { orders: sums.orders + 1, tickets: sums.tickets + qty });
    }
  }
  const stored = await db.selectFrom('records.rejections').selectAll().execute();
  const { sum } = await db
    .selectFrom('records.shards')
    .select(sql<number>`sum(rejected)::int`.as('sum'))
    .executeTakeFirstOrThrow();
  return [
    ...compare(
      'a sum of rejections',
      [...expected].map(([kind, { orders, tickets }]) => `${kind}: ${orders} ${tickets}`),
      stored
        .filter(({ orders, tickets }) => orders !== 0 || tickets !== 0)
        .map(({ event_id: event, ticket_id: ticket, reason, minute, orders, tickets }) => {
          return `${event} ${ticket} ${reason} ${minute.getTime()}: ${orders} ${tickets}`;
        }),
    ),
    ...(sum === rejected.length
      ? []
      : [`${sum} rejected orders are counted, and there are ${rejected.length}`]),
  ];
}

// The books know nothing of the tables: no ticket is valid that was not sold, and the reverse.
async function judgeTickets(ledger: Ledger, db: Records): Promise<string[]> {
  const books: string[] = [];
  for (const shard of shardsOf(ledger)) {
    const key = stockKey(shard);
    const fields = (await ledger.redis.command(key, ['HGETALL', key])) as string[];
    for (let i = 0; i < fields.length; i += 2) {
      const [ticketId, book] = (fields[i] ?? '').split(':');
      const state = { held: 'reserved', sold: 'valid' }[book ?? ''];
      const count = Number(fields[i + 1]);
      if (state !== undefined && count > 0) books.push(`${ticketId} ${state}: ${count}`);
    }
  }
  const stored = await db
    .selectFrom('records.tickets')
    .innerJoin('records.order_lines', (join) =>
      join
        .onRef('records.order_lines.order_id', '=', 'records.tickets.order_id')
        .onRef('records.order_lines.line', '=', 'records.tickets.line'),
    )
    .select(['ticket_id', 'state', sql<number>`count(*)::int`.as('count')])
    .where('state', '<>', 'void')
    .groupBy(['ticket_id', 'state'])
    .execute();
  const sums = stored.map(({ ticket_id: id, state, count }) => `${id} ${state}: ${count}`);
  return compare('the tickets of a type', books, sums);
}

// Both lists must have the same lines, each as often.
function compare(what: string, expected: readonly string[], found: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of expected) left.set(line, (left.get(line) ?? 0) + 1);
  for (const line of found) left.set(line, (left.get(line) ?? 0) - 1);
  const lines = [...left];
  const missing = lines.filter(([, count]) => count > 0);
  const extra = lines.filter(([, count]) => count < 0);
  const say = (differing: readonly [string, number][], word: string) =>
    differing.length === 0
      ? []
      : [
          `${what} is ${word} ${differing.length} times, such as ${differing
            .slice(0, MOST_NAMED)
            .map(([line]) => line)
            .join(' | ')}`,
        ];
  return [
    ...say(missing, 'missing'),
    ...say(extra, 'not as it is in Redis, or there more than once,'),
  ];
}

/** The number of these orders that Redis does not have, or that are still pending. */
export async function countLost(ledger: Ledger, ids: Iterable<string>): Promise<number> {
  const all = [...ids];
  const records: (string | undefined)[] = [];
  for (let i = 0; i < all.length; i += 500) {
    const page = all.slice(i, i + 500);
    records.push(...(await Promise.all(page.map((id) => readOrderRecord(ledger, id)))));
  }
  return records.filter((record) => record === undefined || record.startsWith('["p')).length;
}
