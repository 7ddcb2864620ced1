import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import { among, type ReportFilter } from './sales-report.ts';
import { scanRows } from './scan-rows.ts';

// Rows of files for spreadsheets. Amounts are minor units, moments texts by the clock of the event's time zone,
// which stands beside them.

/** An order with its buyer. */
export interface ExportedOrder {
  order_id: string;
  event_id: string;
  event: string;
  placed: string;
  time_zone: string;
  status: string;
  source: string;
  payment_method: string;
  name: string;
  email: string;
  tickets: string;
  currency: string;
  total: number;
  fee: number;
  tax: number;
  discount: number;
  refunded: number;
}

export interface ExportedSales {
  day: string;
  time_zone: string;
  event_id: string;
  event: string;
  source: string;
  payment_method: string;
  type: string;
  currency: string;
  price: number;
  sold: number;
  refunded: number;
  amount: number;
}

export interface ExportedPayment {
  order_id: string;
  event_id: string;
  begun: string;
  time_zone: string;
  provider: string;
  currency: string;
  amount: number;
  received: number;
  returned: number;
}

export interface ExportedRefund {
  order_id: string;
  event_id: string;
  refund_id: string;
  asked: string;
  done: string;
  time_zone: string;
  state: string;
  reason: string;
  currency: string;
  amount: number;
}

const ZONE = sql.raw(`coalesce(e.time_zone, 'UTC')`);
const local = (moment: string) =>
  sql`coalesce(to_char(${sql.raw(moment)} at time zone ${ZONE}, 'YYYY-MM-DD HH24:MI:SS'), '')`;
const dayOf = (moment: string) => sql`(${sql.raw(moment)} at time zone ${ZONE})::date as day`;

/** Every order that was ever held or confirmed, by event and time. */
export function scanOrdersOf(db: Records, filter: ReportFilter) {
  return scanRows<ExportedOrder>(
    db,
    sql`
    select order_id, event_id, event, placed, time_zone, status, source, payment_method, name, email,
      (select string_agg(qty || ' x ' || ticket_type, ', ' order by line) from records.order_lines l
        where l.order_id = each.order_id) as tickets,
      currency, total, fee, tax, discount, refunded
    from (
      select o.*, ${dayOf('o.placed_at')}, ${local('o.placed_at')} as placed, ${ZONE} as time_zone,
        coalesce(e.name, '') as event, p.name, p.email
      from records.orders o
      join records.people p using (person_id)
      left join records.events e using (event_id)
      where o.given_up_at is null) as each
    where ${among(filter)}
    order by event_id, placed_at`,
  );
}

/** What was sold of each ticket type, by day and way of payment. */
export function scanSalesOf(db: Records, filter: ReportFilter) {
  return scanRows<ExportedSales>(
    db,
    sql`
    select day::text, coalesce(e.time_zone, 'UTC') as time_zone, event_id, coalesce(e.name, '') as event, source,
      payment_method, ticket_type as type, currency, unit_price as price, sum(tickets)::bigint as sold,
      sum(void)::bigint as refunded, (sum(tickets) * unit_price)::bigint as amount
    from records.ticket_sums s left join records.events e using (event_id)
    where s.status in ('confirmed', 'refunded') and ${among(filter)}
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9 having sum(tickets) > 0 order by 1, 3, 7, 9`,
  );
}

/** Every payment that money has come for. */
export function scanPaymentsOf(db: Records, filter: ReportFilter) {
  return scanRows<ExportedPayment>(
    db,
    sql`
    select order_id, coalesce(event_id, '') as event_id, begun, time_zone, provider, currency, amount, received,
      returned
    from (
      select p.*, o.event_id, ${dayOf('p.begun_at')}, ${local('p.begun_at')} as begun, ${ZONE} as time_zone
      from records.payments p
      left join records.orders o using (order_id)
      left join records.events e using (event_id)
      where o.given_up_at is null and p.received > 0) as each
    where ${among(filter)}
    order by begun_at, order_id`,
  );
}

/** Every refund, by the day it was done or, before, asked for. */
export function scanRefundsOf(db: Records, filter: ReportFilter) {
  return scanRows<ExportedRefund>(
    db,
    sql`
    select order_id, coalesce(event_id, '') as event_id, refund_id, asked, done, time_zone, state, reason,
      currency, amount
    from (
      select r.*, ${dayOf('coalesce(r.done_at, r.asked_at)')}, ${local('r.asked_at')} as asked,
        ${local('r.done_at')} as done, ${ZONE} as time_zone
      from records.refunds r
      left join records.events e using (event_id)
      where not exists (
        select from records.orders o where o.order_id = r.order_id and o.given_up_at is not null)) as each
    where ${among(filter)}
    order by asked_at, order_id`,
  );
}
