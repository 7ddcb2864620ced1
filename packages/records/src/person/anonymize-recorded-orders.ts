import {
  ANONYMIZED,
  anonymizeCause,
  anonymizeOrder,
  anonymizePayment,
  isAnonymized,
  type Ledger,
  normalizeAddress,
  type PersonObstacle,
  personObstacle,
  type PersonWords,
  readStoredOrder,
  readStoredPayment,
  wordsOf,
  wordsOfOrder,
} from '@onsale/ledger';
import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import { orderSubject } from '../office/orders/order-history.ts';
import type { RecordedOrder } from '../orders/order-rows.ts';
import { paymentRows } from '../orders/payment-rows.ts';
import { storeOrders, storeRows } from '../orders/store-orders.ts';
import { JOBS_SCHEMA } from '../schema/jobs.ts';
import { type RecordsTransaction, UnknownShardError, withShard } from '../shards/with-shard.ts';
import { readRows, type StoredRows } from '../verify/read-rows.ts';
import { forgetReasonsAtEntrance } from './person-at-entrance.ts';
import { forgetAddressInDelivery, forgetMailsOfOrders } from './person-in-delivery.ts';

/** Orders changed in one transaction; the recorder waits meanwhile. */
const BATCH = 500;

/** What was done with recorded orders. */
export interface RecordedAnonymization {
  /** Orders whose rows say nothing of a person any more. */
  done: number;
  /** Those that keep theirs, and why; those that have it in Redis must lose it there first. */
  left: { orderId: string; why: PersonObstacle | 'in-redis' }[];
}

/**
 * Removes the person from the records of these orders: from orders, tickets, payments, changes and jobs. An
 * order that is in Redis must have lost it there before, and is recorded as it is there: so nobody who
 * has read Redis earlier, and waits for the lock of the shard or holds it, can bring it back. `words` are
 * those of the person, besides the ones that the records have. Safe to repeat.
 */
export async function anonymizeRecordedOrders(
  db: Records,
  ledger: Ledger,
  { orders, words }: { orders: readonly { orderId: string; shard: number }[]; words: PersonWords },
): Promise<RecordedAnonymization> {
  const total: RecordedAnonymization = { done: 0, left: [] };
  for (const [shard, own] of Map.groupBy(orders, (order) => order.shard)) {
    for (let i = 0; i < own.length; i += BATCH) {
      const ids = own.slice(i, i + BATCH).map(({ orderId }) => orderId);
      const result = await lockShard(db, shard, (tx) =>
        anonymizeBatch(tx, ledger, { shard, ids, words }),
      );
      total.done += result.done;
      total.left.push(...result.left);
    }
  }
  return total;
}

/**
 * Forgets the person with this address, if no order is left of them, and what delivery knows of the address. Returns whether nothing is left.
 */
export async function forgetPerson(db: Records, address: string): Promise<boolean> {
  const mailbox = normalizeAddress(address);
  await forgetAddressInDelivery(db, address);
  await sql`
    delete from records.people where address = ${mailbox} and not exists (
      select from records.orders where orders.person_id = people.person_id)`.execute(db);
  const left = db.selectFrom('records.people').select('person_id').where('address', '=', mailbox);
  return (await left.executeTakeFirst()) === undefined;
}

/**
 * Frees the rows that were replaced and takes new samples for the planner, which have texts of rows. The
 * tables stay usable.
 */
export async function vacuumRecords(db: Records): Promise<void> {
  for (const table of ['people', 'orders', 'tickets', 'payments', 'changes']) {
    await sql`vacuum (analyze) ${sql.table(`records.${table}`)}`.execute(db);
  }
  await sql`vacuum (analyze) office.mails, office.scans`.execute(db);
  await sql`vacuum (analyze) ${sql.table(`${JOBS_SCHEMA}.job`)}`.execute(db);
}

// Rehearsals are not recorded, and neither is a shard before its recorder has begun.
async function lockShard<T>(
  db: Records,
  shard: number,
  work: (tx: RecordsTransaction) => Promise<T>,
): Promise<T> {
  try {
    return await withShard(db, shard, work);
  } catch (error) {
    if (!(error instanceof UnknownShardError)) throw error;
    return await db.transaction().execute(work);
  }
}

async function anonymizeBatch(
  tx: RecordsTransaction,
  ledger: Ledger,
  { shard, ids, words }: { shard: number; ids: readonly string[]; words: PersonWords },
): Promise<RecordedAnonymization> {
  const result: RecordedAnonymization = { done: 0, left: [] };
  const nameless: RecordedOrder[] = [];
  const inRedis: RecordedOrder[] = [];
  const causes = new Map<string, PersonWords>();
  for (const [orderId, rows] of await readRows(tx, ids)) {
    const there = await readStoredOrder(ledger, { shard, orderId });
    const record = there?.record;
    const money = await readStoredPayment(ledger, { shard, orderId });
    const why =
      record === undefined
        ? obstacleOf(rows, money)
        : isAnonymized(record)
          ? undefined
          : 'in-redis';
    if (why !== undefined) {
      if (rows.order !== undefined) result.left.push({ orderId, why });
      continue;
    }
    const own = wordsOfRows(rows, words);
    causes.set(orderId, own);
    const { order, payment } = rows;
    const newest = money ?? payment?.record;
    const paid = newest === undefined ? undefined : anonymizePayment(orderId, newest, own);
    if (order === undefined) {
      if (paid !== undefined) {
        await storeRows(tx, [{ lines: [], tickets: [], ...paymentRows(orderId, paid) }]);
      }
      continue;
    }
    result.done += 1;
    const after = anonymizeOrder(orderId, order.record, own);
    nameless.push({ orderId, shard, record: after, payment: paid });
    if (there !== undefined) inRedis.push(there);
  }
  await storeOrders(tx, nameless);
  // The same, or newer.
  await storeOrders(tx, inRedis);
  await separate(
    tx,
    nameless.map(({ orderId }) => orderId),
  );
  await anonymizeChanges(tx, causes);
  await forgetInOffice(tx, [...causes.keys()]);
  await forgetMailsOfOrders(tx, [...causes.keys()]);
  await forgetReasonsAtEntrance(tx, [...causes.keys()]);
  await anonymizeJobs(tx, causes);
  return result;
}

// What an admin has given up is in no Redis, and nothing will come of it.
function obstacleOf(
  { order, payment }: StoredRows,
  money: string | undefined,
): PersonObstacle | undefined {
  const newest = money ?? payment?.record;
  if (order === undefined) return payment?.is_open === true ? 'money' : undefined;
  const why = personObstacle({
    record: order.record,
    ...(newest === undefined ? {} : { payment: newest }),
  });
  return why === 'held' && order.given_up_at !== null ? undefined : why;
}

function wordsOfRows({ order, person }: StoredRows, words: PersonWords): PersonWords {
  const names = person === undefined ? [] : [person.name, person.email];
  const known = wordsOf(names.filter((name) => name !== ANONYMIZED));
  return new Set([...words, ...known, ...(order === undefined ? [] : wordsOfOrder(order.record))]);
}

// All that were anonymized are of one person, so that nobody can tell which ones belong together.
async function separate(tx: RecordsTransaction, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return;
  await sql`
    update records.orders set person_id = nobody.person_id
    from (select person_id from records.people where address = ${ANONYMIZED}) as nobody
    where order_id = any(${orderIds}::text[])`.execute(tx);
  await sql`
    update records.people set anonymized_at = now()
    where address = ${ANONYMIZED} and anonymized_at is null`.execute(tx);
}

async function anonymizeChanges(
  tx: RecordsTransaction,
  words: ReadonlyMap<string, PersonWords>,
): Promise<void> {
  const ids = [...words.keys()];
  const { rows } = await sql<{ order_id: string; cause: string }>`
    select distinct order_id, cause from records.changes where order_id = any(${ids}::text[])`.execute(
    tx,
  );
  for (const { order_id: orderId, cause } of rows) {
    const after = anonymizeCause(orderId, cause, words.get(orderId)!);
    if (after === cause) continue;
    await sql`
      update records.changes set cause = ${after}
      where order_id = ${orderId} and cause = ${cause}`.execute(tx);
  }
}

// What the team has noted, and what it has changed, names and addresses among it. Who did it stays.
async function forgetInOffice(tx: RecordsTransaction, orderIds: readonly string[]): Promise<void> {
  const subjects = orderIds.map(orderSubject);
  await sql`delete from office.notes where order_id = any(${orderIds}::text[])`.execute(tx);
  await sql`
    update office.activity set before = null, after = null
    where subject = any(${subjects}::text[]) and (before is not null or after is not null)`.execute(
    tx,
  );
}

// Also what became of a job: an error of a mail server may quote an address.
async function anonymizeJobs(
  tx: RecordsTransaction,
  words: ReadonlyMap<string, PersonWords>,
): Promise<void> {
  const ids = [...words.keys()];
  const table = sql.table(`${JOBS_SCHEMA}.job`);
  const { rows } = await sql<{ name: string; id: string; order_id: string; cause: string }>`
    select name, id, data->>'orderId' as order_id, coalesce(data->>'cause', '') as cause
    from ${table} where data->>'orderId' = any(${ids}::text[])`.execute(tx);
  for (const { name, id, order_id: orderId, cause } of rows) {
    const after = anonymizeCause(orderId, cause, words.get(orderId)!);
    await sql`
      update ${table} set output = null, data = data || ${JSON.stringify(cause === '' ? {} : { cause: after })}::jsonb
      where name = ${name} and id = ${id}`.execute(tx);
  }
}
