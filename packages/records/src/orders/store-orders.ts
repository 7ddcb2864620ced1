import { ANONYMIZED } from '@onsale/ledger';
import { sql } from 'kysely';
import type { RecordsTransaction } from '../shards/with-shard.ts';
import { insertInto } from './insert-rows.ts';
import { storeWithSums } from '../sums/sum-up.ts';
import { type OrderRows, orderRows, type RecordedOrder } from './order-rows.ts';
import type { PaymentRows } from './payment-rows.ts';

/**
 * Stores orders as they were read, each at most once in a call. What is recorded is replaced only by what
 * is as new or newer, so that it may be stored in any order and any number of times. Pending and rejected
 * orders are left out; their payments are not. Throws what `orderRows` throws.
 */
export async function storeOrders(
  tx: RecordsTransaction,
  orders: readonly RecordedOrder[],
): Promise<void> {
  await storeRows(tx, orders.map(orderRows));
}

/**
 * The same, of rows that `orderRows` made. `isCurrent` says that they were read from Redis under the lock of
 * their shard, and so are the newest whatever their times and revisions say: its clock may have been set back,
 * or Redis itself.
 */
export async function storeRows(
  tx: RecordsTransaction,
  rows: readonly OrderRows[],
  { isCurrent = false }: { isCurrent?: boolean } = {},
): Promise<void> {
  const kept = rows.filter(isKept);
  await storeWithSums(tx, rows, async (known) => {
    const written = new Set<string>();
    if (kept.length > 0) {
      const people = await storePeople(tx, kept);
      for (const id of await writeOrders(tx, kept, { people, isCurrent })) written.add(id);
      const changed = kept.filter(({ order }) => written.has(order.order_id));
      await writeLines(tx, changed);
      await writeTickets(tx, changed);
    }
    const paid = await writePayments(tx, rows, { isCurrent });
    await writeRefunds(tx, rows, (refund) =>
      (refund.by_hand ? written : paid).has(refund.order_id),
    );
    // Of an order that is recorded after its payment was, refunds may be there too.
    const late = [...written].filter((id) => known.payments.has(id) && !known.orders.has(id));
    await nameEvents(tx, late);
    await writeDisputes(tx, rows, (dispute) => paid.has(dispute.order_id));
  });
}

// Returns the ids of the orders whose payments were written. Also of orders that are not recorded themselves, or
// have left Redis.
async function writePayments(
  tx: RecordsTransaction,
  rows: readonly PaymentRows[],
  { isCurrent }: { isCurrent: boolean },
): Promise<Set<string>> {
  const payments = rows.flatMap(({ payment }) => payment ?? []);
  if (payments.length === 0) return new Set();
  const { rows: written } = await sql<{ order_id: string }>`
    ${insertInto('records.payments', payments)}
    on conflict (order_id) do update set
      revision = excluded.revision, provider = excluded.provider, currency = excluded.currency,
      amount = excluded.amount, received = excluded.received, returned = excluded.returned,
      is_open = excluded.is_open, begun_at = excluded.begun_at, record = excluded.record
    where (${isCurrent} or payments.revision <= excluded.revision)
      and payments.record <> excluded.record
    returning order_id
  `.execute(tx);
  return new Set(written.map(({ order_id: id }) => id));
}

async function writeRefunds(
  tx: RecordsTransaction,
  rows: readonly PaymentRows[],
  isNew: (refund: PaymentRows['refunds'][number]) => boolean,
): Promise<void> {
  const refunds = rows.flatMap((each) => each.refunds).filter(isNew);
  if (refunds.length === 0) return;
  await sql`
    ${insertInto('records.refunds', refunds)}
    on conflict (order_id, by_hand, place) do update set
      refund_id = excluded.refund_id, currency = excluded.currency, amount = excluded.amount,
      state = excluded.state, reason = excluded.reason, asked_at = excluded.asked_at,
      done_at = excluded.done_at, problem = excluded.problem
  `.execute(tx);
  // What the payment knows of a refund is more than the order does.
  const ids = refunds.map(({ order_id: id }) => id);
  await sql`
    delete from records.refunds noted using records.refunds known
    where noted.order_id = any(${ids}::text[]) and noted.by_hand and not known.by_hand
      and known.order_id = noted.order_id and known.refund_id = noted.refund_id
  `.execute(tx);
  await nameEvents(tx, ids);
}

// They have the event of their order.
async function nameEvents(tx: RecordsTransaction, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return;
  await sql`
    update records.refunds set event_id = orders.event_id from records.orders
    where refunds.order_id = any(${orderIds}::text[]) and orders.order_id = refunds.order_id
      and refunds.event_id is null
  `.execute(tx);
}

async function writeDisputes(
  tx: RecordsTransaction,
  rows: readonly PaymentRows[],
  isNew: (dispute: PaymentRows['disputes'][number]) => boolean,
): Promise<void> {
  const disputes = rows.flatMap((each) => each.disputes).filter(isNew);
  if (disputes.length === 0) return;
  await sql`
    ${insertInto('records.disputes', disputes)}
    on conflict (order_id, place) do update set
      dispute_id = excluded.dispute_id, currency = excluded.currency, amount = excluded.amount, state = excluded.state,
      respond_by = excluded.respond_by
  `.execute(tx);
}

type Kept = Required<Pick<OrderRows, 'order' | 'person'>> & OrderRows;

function isKept(rows: OrderRows): rows is Kept {
  return rows.order !== undefined && rows.person !== undefined;
}

// Name and address are those of the person's newest order, whatever is stored first. Always in the order of
// addresses: of two transactions with the same people, one waits for the other, and they never for each other.
async function storePeople(
  tx: RecordsTransaction,
  rows: readonly Kept[],
): Promise<Map<string, number>> {
  const newest = new Map<string, Kept>();
  for (const each of rows) {
    const known = newest.get(each.person.address);
    if (known === undefined || known.order.order_id < each.order.order_id) {
      newest.set(each.person.address, each);
    }
  }
  const given = [...newest.keys()].sort().map((address) => {
    const { person, order } = newest.get(address)!;
    return { ...person, order_id: order.order_id };
  });
  const list = sql`
    jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
      as given (address text, name text, email text, order_id text)`;
  await sql`
    insert into records.people (address, name, email)
    select address, name, email from ${list}
    on conflict (address) do nothing
  `.execute(tx);
  await sql`
    update records.people set name = given.name, email = given.email from ${list}
    where people.address = given.address
      and (people.name <> given.name or people.email <> given.email)
      and not exists (
        select from records.orders
        where orders.person_id = people.person_id and orders.order_id > given.order_id)
  `.execute(tx);
  const stored = await tx
    .selectFrom('records.people')
    .select(['address', 'person_id'])
    .where('address', 'in', sql<string>`(select address from ${list})`)
    .execute();
  return new Map(stored.map(({ address, person_id: id }) => [address, id]));
}

// Returns the ids of those that were written. An order gets another person when somebody has corrected its
// address, and keeps the one it has when its record has lost the name since.
async function writeOrders(
  tx: RecordsTransaction,
  rows: readonly Kept[],
  { people, isCurrent }: { people: ReadonlyMap<string, number>; isCurrent: boolean },
): Promise<Set<string>> {
  const orders = rows.map(({ order, person }) => {
    return { ...order, person_id: people.get(person.address)! };
  });
  const { rows: written } = await sql<{ order_id: string }>`
    ${insertInto('records.orders', orders)}
    on conflict (order_id) do update set
      person_id = case when excluded.person_id = ${people.get(ANONYMIZED) ?? null}::bigint
        then orders.person_id else excluded.person_id end,
      status = excluded.status, state = excluded.state, cause = excluded.cause,
      payment_method = excluded.payment_method, refunded = excluded.refunded,
      changed_at = excluded.changed_at, record = excluded.record,
      archived_at = coalesce(excluded.archived_at, orders.archived_at)
    where (${isCurrent} or orders.changed_at <= excluded.changed_at)
      and (orders.record <> excluded.record
        or excluded.archived_at is distinct from orders.archived_at and excluded.archived_at is not null)
    returning order_id
  `.execute(tx);
  return new Set(written.map(({ order_id: id }) => id));
}

async function writeLines(tx: RecordsTransaction, rows: readonly Kept[]): Promise<void> {
  const lines = rows.flatMap((each) => each.lines);
  if (lines.length === 0) return;
  await sql`
    ${insertInto('records.order_lines', lines)} on conflict (order_id, line) do nothing
  `.execute(tx);
}

async function writeTickets(tx: RecordsTransaction, rows: readonly Kept[]): Promise<void> {
  const tickets = rows.flatMap((each) => each.tickets);
  if (tickets.length === 0) return;
  await sql`
    ${insertInto('records.tickets', tickets)}
    on conflict (order_id, line, number) do update set
      version = excluded.version, holder = excluded.holder, state = excluded.state
    where (tickets.version, tickets.holder, tickets.state)
      is distinct from (excluded.version, excluded.holder, excluded.state)
  `.execute(tx);
}
