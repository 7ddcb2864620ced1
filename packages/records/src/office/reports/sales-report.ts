import { type RawBuilder, sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';

/** What a report is about. */
export interface ReportFilter {
  /** Only these events. */
  eventIds?: readonly string[] | undefined;
  /** The first and the last day, as YYYY-MM-DD, in the time zone of each event. */
  from?: string | undefined;
  to?: string | undefined;
}

/** Sums of orders that are confirmed, or were before they were refunded; amounts are minor units. */
export interface SoldSums {
  currency: string;
  orders: number;
  tickets: number;
  refundedTickets: number;
  gross: number;
  refunded: number;
  fee: number;
  tax: number;
  discount: number;
}

export interface SalesSumsOf {
  totals: (SoldSums & { heldOrders: number; heldAmount: number })[];
  days: (SoldSums & { day: string })[];
  events: (SoldSums & { eventId: string; name: string | null; timeZone: string | null })[];
  channels: (SoldSums & { source: string; paymentMethod: string })[];
  types: SoldType[];
}

export interface SoldType {
  /** Null in a report of more than one event. */
  ticketId: string | null;
  type: string;
  price: number;
  currency: string;
  sold: number;
  refunded: number;
  held: number;
}

/** Reads what was sold, from the sums: that of a season takes as long as that of a day. */
export async function readSales(db: Records, filter: ReportFilter): Promise<SalesSumsOf> {
  const [orders, tickets] = await Promise.all([sumOrders(db, filter), sumTickets(db, filter)]);
  const ticketsOf = new Map(tickets.map((row) => [nameOf(row), row]));
  const sales: SalesSumsOf = { totals: [], days: [], events: [], channels: [], types: [] };
  for (const row of orders) {
    const { sold = 0, gone = 0 } = ticketsOf.get(nameOf(row)) ?? {};
    const sums: SoldSums = {
      currency: row.currency,
      ...{ orders: row.orders, tickets: sold, refundedTickets: gone },
      ...{ gross: row.gross, refunded: row.refunded },
      ...{ fee: row.fee, tax: row.tax, discount: row.discount },
    };
    if (row.day !== null) {
      if (row.orders > 0) sales.days.push({ ...sums, day: row.day });
    } else if (row.event_id !== null) {
      const { event_id: eventId, name, time_zone: timeZone } = row;
      if (row.orders > 0) sales.events.push({ ...sums, eventId, name, timeZone });
    } else if (row.source !== null) {
      const { source, payment_method: paymentMethod } = row;
      if (row.orders > 0)
        sales.channels.push({ ...sums, source, paymentMethod: paymentMethod ?? '' });
    } else {
      const { held_orders: heldOrders, held_amount: heldAmount } = row;
      sales.totals.push({ ...sums, heldOrders, heldAmount });
    }
  }
  sales.types = tickets.flatMap((row) => {
    const { ticket_type: type, unit_price: price, currency, sold, gone: refunded, held } = row;
    if (type === null || price === null || sold + held === 0) return [];
    return [{ ticketId: row.ticket_id, type, price, currency, sold, refunded, held }];
  });
  return sales;
}

/** Whether an order of this status was sold. */
const IS_SOLD = sql.raw(`status in ('confirmed', 'refunded')`);

interface Group {
  currency: string;
  day: string | null;
  event_id: string | null;
  source: string | null;
  payment_method: string | null;
}

interface OrderGroup extends Group {
  name: string | null;
  time_zone: string | null;
  orders: number;
  gross: number;
  refunded: number;
  fee: number;
  tax: number;
  discount: number;
  held_orders: number;
  held_amount: number;
}

async function sumOrders(db: Records, filter: ReportFilter): Promise<OrderGroup[]> {
  const { rows } = await sql<OrderGroup>`
    with found as (
      select currency, day, event_id, source, payment_method,
        sum(orders) filter (where ${IS_SOLD}) as orders,
        sum(total) filter (where ${IS_SOLD}) as gross,
        sum(refunded) filter (where ${IS_SOLD}) as refunded,
        sum(fee - refunded_fee) filter (where ${IS_SOLD}) as fee,
        sum(tax - refunded_tax) filter (where ${IS_SOLD}) as tax,
        sum(discount) filter (where ${IS_SOLD}) as discount,
        sum(orders) filter (where status = 'held') as held_orders,
        sum(total) filter (where status = 'held') as held_amount
      from records.order_sums where ${among(filter)}
      group by 1, 2, 3, 4, 5
    ), grouped as (
      select currency, day, event_id, source, payment_method,
        coalesce(sum(orders), 0)::bigint as orders, coalesce(sum(gross), 0)::bigint as gross,
        coalesce(sum(refunded), 0)::bigint as refunded, coalesce(sum(fee), 0)::bigint as fee,
        coalesce(sum(tax), 0)::bigint as tax, coalesce(sum(discount), 0)::bigint as discount,
        coalesce(sum(held_orders), 0)::bigint as held_orders,
        coalesce(sum(held_amount), 0)::bigint as held_amount
      from found
      group by grouping sets (
        (currency), (currency, day), (currency, event_id), (currency, source, payment_method))
    )
    select grouped.*, grouped.day::text as day, e.name, e.time_zone
    from grouped left join records.events e using (event_id)
    where orders > 0 or held_orders > 0
    order by currency, grouped.day, gross desc, event_id, source, payment_method`.execute(db);
  return rows;
}

interface TicketGroup extends Group {
  ticket_id: string | null;
  ticket_type: string | null;
  unit_price: number | null;
  sold: number;
  gone: number;
  held: number;
}

// Types of one event are told apart by their ids, since two may be of the same name and price.
async function sumTickets(db: Records, filter: ReportFilter): Promise<TicketGroup[]> {
  const ticketId = filter.eventIds?.length === 1 ? sql`ticket_id` : sql`null::text`;
  const { rows } = await sql<TicketGroup>`
    with found as (
      select currency, day, event_id, source, payment_method, ${ticketId} as ticket_id, ticket_type, unit_price,
        coalesce(sum(tickets) filter (where ${IS_SOLD}), 0) as sold,
        coalesce(sum(void) filter (where ${IS_SOLD}), 0) as gone,
        coalesce(sum(tickets) filter (where status = 'held'), 0) as held
      from records.ticket_sums where ${among(filter)}
      group by 1, 2, 3, 4, 5, 6, 7, 8
    )
    select currency, day::text, event_id, source, payment_method, ticket_id, ticket_type, unit_price,
      sum(sold)::bigint as sold, sum(gone)::bigint as gone, sum(held)::bigint as held
    from found
    group by grouping sets (
      (currency), (currency, day), (currency, event_id), (currency, source, payment_method),
      (currency, ticket_type, unit_price, ticket_id))
    order by ticket_type, unit_price desc, ticket_id`.execute(db);
  return rows;
}

function nameOf({
  currency,
  day,
  event_id: eventId,
  source,
  payment_method: method,
  ...rest
}: Group) {
  const type = 'ticket_type' in rest ? rest.ticket_type : null;
  return JSON.stringify([currency, day, eventId, source, method, type]);
}

/** The rows of a table of sums that a report is about. */
export function among({ eventIds, from, to }: ReportFilter): RawBuilder<boolean> {
  const conditions = [
    ...(eventIds === undefined ? [] : [sql`event_id = any(${eventIds}::text[])`]),
    ...(from === undefined ? [] : [sql`day >= ${from}::date`]),
    ...(to === undefined ? [] : [sql`day <= ${to}::date`]),
  ];
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` and `)}`;
}
