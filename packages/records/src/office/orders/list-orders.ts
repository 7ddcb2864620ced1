import { orderHandle, orderIdStart, parseOrderId } from '@onsale/ledger';
import { type RawBuilder, sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import { readSearch, type SearchWords } from './search-words.ts';

/** Which orders are wanted. */
export interface OrderFilter {
  /** A name, an address, an id or a reference, in whole or in part. */
  search?: string | undefined;
  /** Only of these events. */
  eventIds?: readonly string[] | undefined;
  statuses?: readonly string[] | undefined;
  source?: string | undefined;
  /** Only those of which money has gone back. */
  isRefunded?: boolean | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** Only those before this one, which was the last of the page before. */
  after?: string | undefined;
  limit: number;
}

/** A recorded order, as a list needs it. */
export interface ListedOrder {
  orderId: string;
  eventId: string;
  status: string;
  source: string;
  paymentMethod: string;
  currency: string;
  totalMinor: number;
  refundedMinor: number;
  placedAt: Date;
  changedAt: Date;
  record: string;
  /** By what the search has found it; `person`: by name or address. */
  foundBy?: 'order_id' | 'reference' | 'person';
}

/**
 * From so many people on, the newest orders are looked through instead: then some of them soon are of one of
 * these.
 */
const MOST_PEOPLE = 2000;
/** How many of them, before all orders of all these people are read after all. */
const MOST_LOOKED_THROUGH = 40_000;
/** Of a reference of which only the beginning is known, which all have in common. */
const MOST_REFERENCES = 2000;
/** Nothing that begins with the same characters comes after it. */
const LAST_CHARACTER = '\u{10ffff}';

/**
 * Lists recorded orders, newest first. Reads no more of them than it must, however many there are: the figures
 * are in docs/performance.md.
 */
export async function listRecordedOrders(db: Records, filter: OrderFilter): Promise<ListedOrder[]> {
  const search = filter.search?.trim() ?? '';
  if (filter.eventIds?.length === 0) return [];
  if (search === '') return await run(db, filter, sql`true`);
  const words = await readSearch(db, search);
  const [byKeys, byPerson] = await Promise.all([
    findByKeys(db, filter, words),
    findByPerson(db, filter, words.patterns),
  ]);
  const found = new Map(byPerson.map((order) => [order.orderId, order]));
  for (const order of byKeys) found.set(order.orderId, order);
  return [...found.values()]
    .toSorted((a, b) => (a.orderId < b.orderId ? 1 : -1))
    .slice(0, filter.limit);
}

async function findByKeys(
  db: Records,
  filter: OrderFilter,
  { ids, handle, reference }: SearchWords,
): Promise<ListedOrder[]> {
  const found: ListedOrder[] = [];
  if (ids !== undefined) {
    const inRange = sql`o.order_id between ${ids.least} and ${ids.most}`;
    const orders = await run(db, filter, inRange);
    const meant = handle === undefined ? orders : orders.filter(isCalled(handle));
    found.push(...meant.map((order) => ({ ...order, foundBy: 'order_id' as const })));
  }
  if (reference !== undefined) {
    const hasReference = sql`o.order_id = any(array(
      select order_id from records.payment_references
      where reference >= ${reference} and reference < ${reference + LAST_CHARACTER}
      limit ${MOST_REFERENCES}))`;
    const orders = await run(db, filter, hasReference);
    found.push(...orders.map((order) => ({ ...order, foundBy: 'reference' as const })));
  }
  return found;
}

const isCalled = (handle: string) => (order: ListedOrder) => orderHandle(order.orderId) === handle;

async function findByPerson(
  db: Records,
  filter: OrderFilter,
  patterns: readonly string[],
): Promise<ListedOrder[]> {
  if (patterns.length === 0) return [];
  const people = await db
    .selectFrom('records.people')
    .select('person_id')
    .where(sql<boolean>`${isLike(sql.ref('search'), patterns)}`)
    .limit(MOST_PEOPLE + 1)
    .execute();
  if (people.length === 0) return [];
  const ids = people.map(({ person_id: id }) => id);
  const orders =
    people.length <= MOST_PEOPLE
      ? await run(db, filter, sql`o.person_id = any(${ids}::bigint[])`)
      : await findByManyPeople(db, filter, patterns);
  return orders.map((order) => ({ ...order, foundBy: 'person' as const }));
}

async function findByManyPeople(
  db: Records,
  filter: OrderFilter,
  patterns: readonly string[],
): Promise<ListedOrder[]> {
  const isMeant = isLike(sql.ref('search'), patterns);
  // For each order by itself, so that reading ends with the page.
  const isTheirs = sql`(select ${isMeant} from records.people p where p.person_id = o.person_id)`;
  const newest = await run(db, filter, isTheirs, { lookThrough: MOST_LOOKED_THROUGH });
  if (newest.length >= filter.limit) return newest;
  return await run(
    db,
    filter,
    sql`o.person_id in (select person_id from records.people where ${isMeant})`,
  );
}

// One by one: an index is not asked for a list of them.
function isLike(text: RawBuilder<unknown>, patterns: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.join(
    patterns.map((pattern) => sql`${text} like ${pattern}`),
    sql` and `,
  )}`;
}

async function run(
  db: Records,
  filter: OrderFilter,
  condition: RawBuilder<unknown>,
  { lookThrough }: { lookThrough?: number } = {},
): Promise<ListedOrder[]> {
  const { eventIds, limit } = filter;
  // Ids begin with the time of placing, so that both orders are the same; each has an index.
  const order =
    eventIds?.length === 1 ? sql`o.placed_at desc, o.order_id desc` : sql`o.order_id desc`;
  const all = sql`records.orders o where ${sql.join(conditionsOf(filter), sql` and `)}`;
  const from =
    lookThrough === undefined
      ? sql`${all} and`
      : sql`(select * from ${all} order by ${order} limit ${lookThrough}) o where`;
  const { rows } = await sql<Row>`
    select o.order_id, o.event_id, o.status, o.source, o.payment_method, o.currency, o.total, o.refunded,
      o.placed_at, o.changed_at, o.record
    from ${from} ${condition}
    order by ${order} limit ${limit}`.execute(db);
  return rows.map((row) => ({
    ...{ orderId: row.order_id, eventId: row.event_id, status: row.status, source: row.source },
    ...{ paymentMethod: row.payment_method, currency: row.currency, totalMinor: row.total },
    ...{ refundedMinor: row.refunded, placedAt: row.placed_at, changedAt: row.changed_at },
    record: row.record,
  }));
}

interface Row {
  order_id: string;
  event_id: string;
  status: string;
  source: string;
  payment_method: string;
  currency: string;
  total: number;
  refunded: number;
  placed_at: Date;
  changed_at: Date;
  record: string;
}

// What the indexes of few orders are made of is said in their words.
function conditionsOf(filter: OrderFilter): RawBuilder<unknown>[] {
  const { eventIds, statuses, source, isRefunded = false, from, to, after } = filter;
  const conditions: RawBuilder<unknown>[] = [sql`o.given_up_at is null`];
  if (eventIds?.length === 1) conditions.push(sql`o.event_id = ${eventIds[0]}`);
  else if (eventIds !== undefined) conditions.push(sql`o.event_id = any(${eventIds}::text[])`);
  if (statuses?.length === 1) conditions.push(sql`o.status = ${statuses[0]}`);
  else if (statuses !== undefined) conditions.push(sql`o.status = any(${statuses}::text[])`);
  if (statuses?.includes('confirmed') === false) conditions.push(sql`o.status <> 'confirmed'`);
  if (source !== undefined) conditions.push(sql`o.source = ${source}`);
  if (source !== undefined && source !== 'shop') conditions.push(sql`o.source <> 'shop'`);
  if (isRefunded) conditions.push(sql`o.refunded > 0`);
  if (from !== undefined) {
    conditions.push(
      sql`o.placed_at >= ${from}`,
      sql`o.order_id >= ${orderIdStart(from.getTime())}`,
    );
  }
  if (to !== undefined) {
    conditions.push(sql`o.placed_at < ${to}`, sql`o.order_id < ${orderIdStart(to.getTime())}`);
  }
  if (after !== undefined) {
    conditions.push(sql`o.order_id < ${after}`);
    const placedAtMs = parseOrderId(after, Infinity)?.createdAtMs ?? 0;
    conditions.push(sql`o.placed_at <= ${new Date(placedAtMs)}`);
  }
  return conditions;
}
