import { type RawBuilder, sql } from 'kysely';
import type { ReportTables } from '../schema/report-tables.ts';

/** Which orders are added up, and which payments. */
export interface Filter {
  orders: RawBuilder<unknown>;
  payments: RawBuilder<unknown>;
}

/** One of the tables of sums, and what its rows are made of. */
export interface Sums {
  table: keyof ReportTables;
  key: readonly string[];
  /** Its other columns: what is added up for each, in terms of `select`. */
  amounts: Readonly<Record<string, string>>;
  /** What is added up: a row for each order, line or payment, with the columns of the key. */
  select: (filter: Filter) => RawBuilder<unknown>;
  /** The same of groups of orders that nobody has stored before, given as JSON: see `group-new.ts`. */
  selectGroups: (groups: string) => RawBuilder<unknown>;
}

const KEY = ['event_id', 'day', 'currency', 'status', 'source', 'payment_method'] as const;

// The day on which an order was placed, where the event takes place. An event that nobody has seen yet is added
// up anew once its time zone is known. Anybody may have typed the method, and a malformed record may have any
// source.
const KEY_OF_ORDER = sql.raw(`
  o.event_id, (o.placed_at at time zone coalesce(e.time_zone, 'UTC'))::date as day, o.currency, o.status,
  left(o.source, 20) as source, left(o.payment_method, 100) as payment_method`);
const COLUMNS_OF_ORDER = sql.raw(`
  event_id text, placed_at timestamptz, currency text, status text, source text, payment_method text`);

const PAYMENTS = sql.raw(`
  coalesce(o.event_id, '') as event_id, p.provider, p.currency, p.received, p.returned,
  (coalesce(p.begun_at, o.placed_at, 'epoch') at time zone coalesce(e.time_zone, 'UTC'))::date as day`);

/** The tables of sums. */
export const SUMS: readonly Sums[] = [
  {
    table: 'records.order_sums',
    key: KEY,
    amounts: {
      ...{ orders: 'orders', total: 'total', fee: 'fee', tax: 'tax', discount: 'discount' },
      ...{ refunded: 'refunded', refunded_fee: partOf('fee'), refunded_tax: partOf('tax') },
    },
    select: ({ orders }) => sql`
      select ${KEY_OF_ORDER}, 1 as orders, o.total, o.fee, o.tax, o.discount, o.refunded
      from records.orders o left join records.events e using (event_id)
      where o.given_up_at is null and ${orders}`,
    selectGroups: (groups) => sql`
      select ${KEY_OF_ORDER}, o.orders, o.total, o.fee, o.tax, o.discount, 0 as refunded
      from jsonb_to_recordset(${groups}::jsonb) as o (
        ${COLUMNS_OF_ORDER}, orders bigint, total bigint, fee bigint, tax bigint, discount bigint)
      left join records.events e using (event_id)`,
  },
  {
    table: 'records.ticket_sums',
    key: [...KEY, 'ticket_id', 'ticket_type', 'unit_price'],
    amounts: { tickets: 'qty', void: 'void' },
    select: ({ orders }) => sql`
      select ${KEY_OF_ORDER}, l.ticket_id, l.ticket_type, l.unit_price, l.qty, (
        select count(*) from records.tickets t
        where t.order_id = l.order_id and t.line = l.line and t.state = 'void') as void
      from records.orders o
      join records.order_lines l using (order_id)
      left join records.events e using (event_id)
      where o.given_up_at is null and ${orders}`,
    selectGroups: (groups) => sql`
      select ${KEY_OF_ORDER}, o.ticket_id, o.ticket_type, o.unit_price, o.qty, o.void
      from jsonb_to_recordset(${groups}::jsonb) as o (
        ${COLUMNS_OF_ORDER}, ticket_id text, ticket_type text, unit_price bigint, qty bigint, void bigint)
      left join records.events e using (event_id)`,
  },
  {
    table: 'records.payment_sums',
    key: ['event_id', 'day', 'provider', 'currency'],
    amounts: {
      payments: 'case when received > 0 then 1 else 0 end',
      ...{ received: 'received', returned: 'returned' },
    },
    select: ({ payments }) => sql`
      select ${PAYMENTS}
      from records.payments p
      left join records.orders o using (order_id)
      left join records.events e using (event_id)
      where o.given_up_at is null and ${payments}`,
    selectGroups: (groups) => sql`
      select ${PAYMENTS}
      from jsonb_to_recordset(${groups}::jsonb) as p (
        event_id text, placed_at timestamptz, begun_at timestamptz, provider text, currency text,
        received bigint, returned bigint)
      join lateral (select p.event_id, p.placed_at) as o on true
      left join records.events e on e.event_id = o.event_id`,
  },
];

// The same part of it as was refunded of the total.
function partOf(column: string): string {
  return `case when total = 0 then 0 else round(${column}::numeric * refunded / total) end`;
}
