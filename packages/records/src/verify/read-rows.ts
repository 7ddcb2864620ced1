import { type Selectable, sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import type {
  OrderLinesTable,
  OrdersTable,
  PaymentsTable,
  PeopleTable,
  TicketsTable,
} from '../schema/tables.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';

/** All that the tables have of one order. */
export interface StoredRows {
  /** Undefined of an order of which only a payment or changes are recorded. */
  order: Selectable<OrdersTable> | undefined;
  person: Selectable<PeopleTable> | undefined;
  lines: Selectable<OrderLinesTable>[];
  tickets: Selectable<TicketsTable>[];
  payment: Selectable<PaymentsTable> | undefined;
  /** Its newest change, if one is recorded. */
  lastChange: { toState: string; atMs: number; cause: string } | undefined;
}

/** Reads the rows of orders by their ids; one result for each. */
export async function readRows(
  db: Records | RecordsTransaction,
  orderIds: readonly string[],
): Promise<Map<string, StoredRows>> {
  const among = sql<boolean>`order_id = any(${orderIds}::text[])`;
  const [orders, lines, tickets, payments, changes] = await Promise.all([
    db.selectFrom('records.orders').selectAll().where(among).execute(),
    db.selectFrom('records.order_lines').selectAll().where(among).orderBy('line').execute(),
    db
      .selectFrom('records.tickets')
      .selectAll()
      .where(among)
      .orderBy('line')
      .orderBy('number')
      .execute(),
    db.selectFrom('records.payments').selectAll().where(among).execute(),
    db
      .selectFrom('records.changes')
      .distinctOn('order_id')
      .select(['order_id', 'to_state', 'entry_ms', 'cause'])
      .where(among)
      .orderBy('order_id')
      .orderBy('entry_ms', 'desc')
      .orderBy('entry_seq', 'desc')
      .orderBy('place', 'desc')
      .execute(),
  ]);
  const personIds = orders.map(({ person_id: id }) => id);
  const people = await db
    .selectFrom('records.people')
    .selectAll()
    .where(sql<boolean>`person_id = any(${personIds}::bigint[])`)
    .execute();
  const rows = new Map<string, StoredRows>(
    orderIds.map((id) => [id, { ...NOTHING, lines: [], tickets: [] }]),
  );
  const peopleById = new Map(people.map((person) => [person.person_id, person]));
  for (const order of orders) {
    const person = peopleById.get(order.person_id);
    Object.assign(rows.get(order.order_id)!, { order, person });
  }
  for (const line of lines) rows.get(line.order_id)?.lines.push(line);
  for (const ticket of tickets) rows.get(ticket.order_id)?.tickets.push(ticket);
  for (const payment of payments) Object.assign(rows.get(payment.order_id)!, { payment });
  for (const { order_id: id, to_state: toState, entry_ms: atMs, cause } of changes) {
    Object.assign(rows.get(id)!, { lastChange: { toState, atMs, cause } });
  }
  return rows;
}

const NOTHING = { order: undefined, person: undefined, payment: undefined, lastChange: undefined };

/** The ids of all orders that are recorded of a shard, in pages, the oldest first. */
export async function* scanRecordedOrders(
  db: Records | RecordsTransaction,
  shard: number,
  page: number,
): AsyncGenerator<string[]> {
  let after = '';
  for (;;) {
    const found = await db
      .selectFrom('records.orders')
      .select('order_id')
      .where('shard', '=', shard)
      .where('order_id', '>', after)
      .orderBy('order_id')
      .limit(page)
      .execute();
    const ids = found.map(({ order_id: id }) => id);
    if (ids.length > 0) yield ids;
    if (ids.length < page) return;
    after = ids.at(-1) ?? after;
  }
}
