import { hash } from 'node:crypto';
import type { ListedCheckIn, ListedOrder } from '@onsale/contracts';
import { ANONYMIZED } from '@onsale/ledger';
import { ticketTag, ticketTagBytes } from '@onsale/ticket-codes';
import { type RawBuilder, sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import type { RecordsTransaction } from '../../shards/with-shard.ts';

/** How much of the hash of an order's id stands for it on devices. */
const ORDER_BYTES = 9;

/** A ticket as the records and check-ins name it within its order. */
export interface Seat {
  /** From 0. */
  line: number;
  /** In the line, from 1. */
  seat: number;
}

/** An order that stands in the list, with what only we may know of it. */
export interface ListedOrderHere {
  orderId: string;
  order: ListedOrder;
  /** By the place of the ticket. */
  seats: ReadonlyMap<number, Seat>;
}

/** What devices know an order by: its id would open it. */
export function orderAlias(orderId: string): string {
  return hash('sha256', orderId, 'buffer').subarray(0, ORDER_BYTES).toString('base64url');
}

/** The order of a ticket, by the name in its code, also of an earlier version; undefined when the event has none. */
export async function readListedOrder(
  db: Records | RecordsTransaction,
  { eventId, ticket, ...names }: { eventId: string; ticket: string; withNames?: boolean },
): Promise<FoundOrder | undefined> {
  const tag = ticketTagBytes(ticket);
  if (tag === undefined) return undefined;
  // As an array, it is looked up first: of a new database, PostgreSQL knows not how few they are, and would look at
  // each order of the event.
  const which = sql`
    where o.event_id = ${eventId} and ${isListed} and o.order_id = any(array(
      select order_id from records.tickets
      where records.ticket_tag(order_id, line, number, version) = ${tag} and state <> 'reserved'
      union all select order_id from records.replaced_tickets where tag = ${tag}))`;
  // Each scan asks for it: what else it needs comes with it.
  const more = sql`
    , array(
      select row_to_json(c) from (
        select ${CHECK_IN} from office.check_ins c
        where c.order_id = t.order_id and c.line = t.line and c.seat = t.number and c.undone_at is null
        order by c.at, c.scan_id) c) as check_ins,
    exists (
      select from office.scans s
      where s.ticket = ${ticket} and s.order_id is null and s.event_id = ${eventId}) as has_unknown`;
  const rows = await readTickets<FoundRow>(db, which, more);
  const [first] = rows;
  if (first === undefined) return undefined;
  const checkIns = rows
    .flatMap(({ check_ins: ofTicket }) => ofTicket)
    .map((row) => composeCheckIn({ ...row, at: new Date(row.at) }));
  return {
    ...composeOrder(rows, names.withNames ?? true),
    ...{ checkIns, hasUnknown: first.has_unknown },
  };
}

/** The order of a ticket. */
export interface FoundOrder extends ListedOrderHere {
  /** Those that were not taken back, of each ticket the oldest first. */
  checkIns: ListedCheckIn[];
  /** Whether the ticket was scanned before it was recorded, and that has not been counted yet. */
  hasUnknown: boolean;
}

interface FoundRow extends TicketRow {
  check_ins: (Omit<CheckInRow, 'at'> & { at: string })[];
  has_unknown: boolean;
}

/** Orders by id, with those check-ins that were not taken back; what is not in the list is left out. */
export async function readListedOrdersById(
  db: Records | RecordsTransaction,
  orderIds: readonly string[],
): Promise<(ListedOrderHere & { checkIns: ListedCheckIn[] })[]> {
  const which = sql`where ${isListed} and o.order_id = any(${orderIds}::text[])`;
  const orders = await readListedOrders(db, which);
  const checkIns = Map.groupBy(await readListedCheckIns(db, orderIds), ({ order }) => order);
  return orders.map((found) => ({ ...found, checkIns: checkIns.get(found.order.order) ?? [] }));
}

/** Of `records.orders o`: whether it is one that had tickets. */
export const isListed = sql`o.status in ('confirmed', 'refunded', 'cancelled') and o.given_up_at is null`;

interface TicketRow {
  order_id: string;
  status: string;
  buyer: string;
  line: number;
  number: number;
  version: number;
  holder: string;
  state: string;
  ticket_id: string;
}

/** The orders of `records.orders o` that `which` chooses, by id; without names where devices may not have them. */
export async function readListedOrders(
  db: Records | RecordsTransaction,
  which: RawBuilder<unknown>,
  { withNames = true }: { withNames?: boolean } = {},
): Promise<ListedOrderHere[]> {
  const rows = await readTickets<TicketRow>(db, which);
  const orders: ListedOrderHere[] = [];
  for (let start = 0; start < rows.length;) {
    const first = rows[start]!;
    let end = start + 1;
    while (rows[end]?.order_id === first.order_id) end += 1;
    orders.push(composeOrder(rows.slice(start, end), withNames));
    start = end;
  }
  return orders;
}

async function readTickets<Row extends TicketRow>(
  db: Records | RecordsTransaction,
  which: RawBuilder<unknown>,
  /** Columns of a ticket. */
  more = sql``,
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select o.order_id, o.status, p.name as buyer, t.line, t.number, t.version, t.holder, t.state, l.ticket_id ${more}
    from (select o.order_id, o.status, o.person_id from records.orders o ${which}) o
    join records.people p using (person_id)
    join records.tickets t using (order_id)
    join records.order_lines l on l.order_id = t.order_id and l.line = t.line
    order by o.order_id, t.line, t.number`.execute(db);
  return rows;
}

type Ticket = ListedOrder['tickets'][number];

function composeOrder(rows: readonly TicketRow[], withNames: boolean): ListedOrderHere {
  const { order_id: orderId, status, buyer } = rows[0]!;
  const gone = status === 'cancelled' ? 'cancelled' : 'refunded';
  const tickets = rows.map(
    ({ line, number, version, holder, state, ticket_id: ticketId }, i): Ticket => {
      const tagOf = (version: number) => ticketTag({ orderId, line, number, version });
      const replaced = Array.from({ length: version - 1 }, (_, before) => tagOf(before + 1));
      return {
        ...{ place: i + 1, ticketId, ticket: tagOf(version) },
        state: state === 'valid' ? state : gone,
        ...(isName(holder, withNames) ? { holder } : {}),
        ...(replaced.length === 0 ? {} : { replaced }),
      };
    },
  );
  return {
    orderId,
    order: {
      order: orderAlias(orderId),
      ...(isName(buyer, withNames) ? { buyer } : {}),
      tickets,
    },
    seats: new Map(rows.map(({ line, number }, i) => [i + 1, { line, seat: number }])),
  };
}

function isName(name: string, withNames: boolean): boolean {
  return withNames && name !== '' && name !== ANONYMIZED;
}

interface CheckInRow {
  order_id: string;
  place: number;
  key: string;
  day: string;
  at: Date;
  entrance_id: string | null;
  device_id: string | null;
  device_name: string | null;
  is_undone: boolean;
}

/** Of `office.check_ins c`. */
const CHECK_IN = sql`
  c.order_id, c.place, c.key, c.day, c.at, c.entrance_id, c.device_id, c.device_name,
  c.undone_at is not null as is_undone`;

/** The check-ins of orders that were not taken back. */
export async function readListedCheckIns(
  db: Records | RecordsTransaction,
  orderIds: readonly string[],
): Promise<ListedCheckIn[]> {
  return await readCheckInsWhere(
    db,
    sql`where c.order_id = any(${orderIds}::text[]) and c.undone_at is null`,
  );
}

/** Those of `office.check_ins c` that `which` says, the oldest first. */
export async function readCheckInsWhere(
  db: Records | RecordsTransaction,
  which: RawBuilder<unknown>,
): Promise<ListedCheckIn[]> {
  const { rows } = await sql<CheckInRow>`
    select ${CHECK_IN} from office.check_ins c ${which} order by c.at, c.scan_id`.execute(db);
  return rows.map(composeCheckIn);
}

function composeCheckIn(row: CheckInRow): ListedCheckIn {
  return {
    ...{ order: orderAlias(row.order_id), place: row.place, day: row.day },
    at: row.at.toISOString(),
    ...(row.key === '' ? {} : { key: row.key }),
    ...(row.entrance_id === null ? {} : { entranceId: row.entrance_id }),
    ...(row.device_name === null ? {} : { device: row.device_name }),
    ...(row.device_id === null ? {} : { deviceId: row.device_id }),
    ...(row.is_undone ? { undone: true } : {}),
  };
}
