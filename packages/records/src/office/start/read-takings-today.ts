import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';

/** What was sold today in one currency, in minor units. */
export interface TakingsToday {
  currency: string;
  orders: number;
  tickets: number;
  revenueMinor: number;
}

/** What was sold today, of these events: for each event, its day is that of its place. */
export async function readTakingsToday(
  db: Records,
  events: 'all' | readonly string[],
): Promise<TakingsToday[]> {
  const ofEvents = events === 'all' ? sql`true` : sql`event_id = any(${[...events]})`;
  const { rows } = await sql<TakingsToday>`
    with here as (
      select event_id, (now() at time zone time_zone)::date as day
      from records.events where ${ofEvents}
    ), money as (
      select currency, sum(orders)::bigint as orders, sum(total - refunded)::bigint as revenue
      from records.order_sums join here using (event_id, day)
      where status in ('confirmed', 'refunded') group by currency
    ), seats as (
      select currency, sum(tickets - void)::bigint as tickets
      from records.ticket_sums join here using (event_id, day)
      where status in ('confirmed', 'refunded') group by currency
    )
    select currency, orders, coalesce(tickets, 0) as tickets, revenue as "revenueMinor"
    from money left join seats using (currency)
    where orders > 0 order by currency`.execute(db);
  return rows;
}
