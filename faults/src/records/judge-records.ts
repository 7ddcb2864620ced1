import {
  type Ledger,
  type LoggedChange,
  ORDER_STATES,
  readLog,
  readOrderRecord,
  scanStoredOrders,
  shardsOf,
  stockKey,
  toOrder,
} from '@onsale/ledger';
import type { SaleCheck, TestPostgres } from '@onsale/testing';
import type { RecordedSale } from './recorded-sale.ts';

// What PostgreSQL must have, found out without the code that is judged: from Redis itself, and from the
// order log, of which a reader that never moves has kept every entry.

type Database = Pick<TestPostgres, 'query'>;

/** Differences named one by one; the rest is counted. */
const MOST_NAMED = 5;

/** A sentence for each kind of difference between the tables, the jobs and what has happened. */
export async function judgeRecords({
  ledger,
  postgres: db,
}: Pick<RecordedSale, 'ledger' | 'postgres'>): Promise<string[]> {
  const log = await readWholeLog(ledger);
  return [
    ...(await judgeChanges(db, log)),
    ...(await judgeJobs(db, log)),
    ...(await judgeState({ ledger, postgres: db }, log)),
  ];
}

/** The same of what does not need the log: orders, payments, tickets and rejections, as they are now. */
export async function judgeState(
  { ledger, postgres: db }: { ledger: Ledger; postgres: Database },
  log?: readonly PlacedChange[],
): Promise<string[]> {
  return [
    ...(await judgeSale({ ledger, postgres: db })),
    ...(await judgeRejections(ledger, db, log)),
  ];
}

/**
 * The same of what is sold: rejections that a Redis which was set back has forgotten stay counted by their
 * minute.
 */
export async function judgeSale({
  ledger,
  postgres: db,
}: {
  ledger: Ledger;
  postgres: Database;
}): Promise<string[]> {
  const orders = await readAllOrders(ledger);
  const rejected = orders.filter(({ order }) => order.status === 'rejected').length;
  const [sum] = await readLines(db, 'select sum(rejected) as line from records.shards');
  return [
    ...(await judgeOrders(orders, db)),
    ...(await judgeTickets(ledger, db)),
    ...(Number(sum) === rejected
      ? []
      : [`${sum} rejected orders are counted, and there are ${rejected}`]),
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

async function judgeChanges(db: Database, log: readonly PlacedChange[]): Promise<string[]> {
  const stored = await readLines(
    db,
    `select concat_ws(' ', shard, entry_ms || '-' || entry_seq, place, order_id, from_state, to_state,
        cause, (extract(epoch from at) * 1000)::bigint) as line
      from records.changes`,
  );
  return compare(
    'a change',
    log
      .filter(({ from, to }) => !isRejected(from) && !isRejected(to))
      .map(({ shard, entryId, place, orderId, from, to, cause, atMs }) =>
        [shard, entryId, place, orderId, from, to, cause, atMs].join(' '),
      ),
    stored,
  );
}

/** Rejected orders are counted, and not recorded one by one. */
function isRejected(letter: string): boolean {
  return 'sblndf'.includes(letter);
}

/** What a buyer, or a program of the seller's, may have to be told of. */
function isTold({ from, to, cause, status }: LoggedChange): boolean {
  if (from === to) return cause !== 'payment:changed';
  return ['confirmed', 'expired', 'cancelled', 'refunded'].includes(status);
}

async function judgeJobs(db: Database, log: readonly PlacedChange[]): Promise<string[]> {
  const stored = await readLines(
    db,
    `select concat_ws(' ', data->>'orderId', data->>'status', data->>'cause', data->>'shard',
        data->>'entryId') as line
      from jobs.job where name = 'order-changes'`,
  );
  return compare(
    'a job',
    log
      .filter(isTold)
      .map(({ orderId, status, cause, shard, entryId }) =>
        [orderId, status, cause, shard, entryId].join(' '),
      ),
    stored,
  );
}

/** Every order that is in Redis and is recorded at all, with its payment, as both have it. */
async function judgeOrders(orders: readonly ReadOrder[], db: Database): Promise<string[]> {
  const inRedis = orders.filter(
    ({ order }) => order.status !== 'pending' && order.status !== 'rejected',
  );
  const stored = await readLines(
    db,
    `select concat_ws(' ', order_id, status, o.record, coalesce(p.record, '')) as line
      from records.orders o left join records.payments p using (order_id)
      where archived_at is null and given_up_at is null`,
  );
  return compare(
    'an order',
    inRedis.map(({ id, record, order, payment }) => [id, order.status, record, payment].join(' ')),
    stored,
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
      const [bucket = ''] = page.map((order) => order.bucket);
      const beside = bucket.replace(':orders:', ':payments:');
      const ids = page.map(({ id }) => id);
      if (ids.length === 0) continue;
      const payments = (await ledger.redis.command(beside, ['HMGET', beside, ...ids])) as (
        | string
        | null
      )[];
      for (const [i, { id, record }] of page.entries()) {
        const payment = payments[i] ?? '';
        all.push({ id, record, order: toOrder(ledger, id, record), payment });
      }
    }
  }
  return all;
}

const MINUTE_MS = 60_000;

// What was rejected at all, also what was tried again since; without a log, only what still is.
async function judgeRejections(
  ledger: Ledger,
  db: Database,
  log?: readonly PlacedChange[],
): Promise<string[]> {
  const orders = new Map((await readAllOrders(ledger)).map(({ id, order }) => [id, order]));
  const rejected = [...orders.values()].filter(({ status }) => status === 'rejected');
  const rejections =
    log === undefined
      ? rejected.map((order) => ({ order, reason: order.reason, atMs: order.settledAtMs ?? 0 }))
      : log
          .filter(({ status }) => status === 'rejected')
          .map(({ orderId, to, atMs }) => {
            return { order: orders.get(orderId), reason: ORDER_STATES[to]?.reason, atMs };
          });
  const expected = new Map<string, { orders: number; tickets: number }>();
  for (const { order, reason, atMs } of rejections) {
    if (order === undefined) continue;
    const minute = Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
    for (const { ticketId, qty } of order.lines) {
      const kind = [order.eventId, ticketId, reason, minute].join(' ');
      const sums = expected.get(kind) ?? { orders: 0, tickets: 0 };
      expected.set(kind, { orders: sums.orders + 1, tickets: sums.tickets + qty });
    }
  }
  const stored = await readLines(
    db,
    `select concat_ws(' ', event_id, ticket_id, reason, extract(epoch from minute)::bigint * 1000)
        || ': ' || orders || ' ' || tickets as line
      from records.rejections`,
  );
  const isJudged = (line: string) => log !== undefined || !line.includes(' failed ');
  return compare(
    'a sum of rejections',
    [...expected]
      .map(([kind, { orders: count, tickets }]) => `${kind}: ${count} ${tickets}`)
      .filter(isJudged),
    stored.filter(isJudged),
  );
}

/** The books know nothing of the tables: no ticket is valid that was not sold, and the reverse. */
async function judgeTickets(ledger: Ledger, db: Database): Promise<string[]> {
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
  const stored = await readLines(
    db,
    `select ticket_id || ' ' || tickets.state || ': ' || count(*) as line
      from records.tickets join records.order_lines using (order_id, line)
        join records.orders using (order_id)
      where tickets.state <> 'void' and given_up_at is null group by ticket_id, tickets.state`,
  );
  return compare('the tickets of a type', books, stored);
}

async function readLines(db: Database, query: string): Promise<string[]> {
  return (await db.query<{ line: string }>(query)).map(({ line }) => line);
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

/**
 * What became of the orders that were placed, also those that are left as they are: each must be settled,
 * and Redis must have no others.
 */
export async function checkRecordedSale(
  { system, ledger }: Pick<RecordedSale, 'ledger' | 'system'>,
  placed: Iterable<string>,
): Promise<SaleCheck> {
  const ids = new Set(placed);
  const { orders, tickets, problems } = await system.auditWhenSettled();
  return {
    orders: ids.size,
    lost: await countLost(ledger, ids),
    doubled: Math.max(0, orders.total - ids.size),
    oversold: tickets.reduce(
      (sum, { soldInOrders, capacity }) => sum + Math.max(0, soldInOrders - capacity),
      0,
    ),
    confirmed: orders.confirmed,
    rejected: orders.rejected,
    problems,
  };
}

/** The ids of all orders in Redis, for a load that does not list its own. */
export async function readOrderIds(ledger: Ledger): Promise<string[]> {
  return (await readAllOrders(ledger)).map(({ id }) => id);
}

async function countLost(ledger: Ledger, ids: Iterable<string>): Promise<number> {
  const all = [...ids];
  const records: (string | undefined)[] = [];
  for (let i = 0; i < all.length; i += 500) {
    const page = all.slice(i, i + 500);
    records.push(...(await Promise.all(page.map((id) => readOrderRecord(ledger, id)))));
  }
  return records.filter((record) => record === undefined || record.startsWith('["p')).length;
}
