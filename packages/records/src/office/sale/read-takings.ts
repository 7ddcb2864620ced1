import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';

/** What was taken for an event in one currency, less what was refunded: minor units. */
export interface Takings {
  currency: string;
  orders: number;
  totalMinor: number;
  ordersToday: number;
  todayMinor: number;
}

/** What the records know of the sale of an event. */
export interface RecordedSale {
  takings: Takings[];
  /** Orders that wait for their payment, and those of them whose buyers are just paying. */
  held: number;
  paying: number;
  /** Orders that got tickets, in the last `RATE_S` seconds. */
  recent: number;
  /** Orders that were rejected, in the last full minute and since. */
  rejected: number;
}

/** Over how many seconds the rate of a sale is taken. */
export const RATE_S = 10;

/** Reads what the records know of the sale of an event; today is that of the event's place. */
export async function readRecordedSale(db: Records, eventId: string): Promise<RecordedSale> {
  const [takings, counts] = await Promise.all([readTakings(db, eventId), countNow(db, eventId)]);
  return { takings, ...counts };
}

async function readTakings(db: Records, eventId: string): Promise<Takings[]> {
  const { rows } = await sql<Takings>`
    with here as (
      select (now() at time zone coalesce(
        (select time_zone from records.events where event_id = ${eventId}), 'UTC'))::date as today
    )
    select currency,
      sum(orders)::bigint as "orders",
      sum(total - refunded)::bigint as "totalMinor",
      coalesce(sum(orders) filter (where day = here.today), 0)::bigint as "ordersToday",
      coalesce(sum(total - refunded) filter (where day = here.today), 0)::bigint as "todayMinor"
    from records.order_sums, here
    where event_id = ${eventId} and status in ('confirmed', 'refunded')
    group by currency order by currency`.execute(db);
  return rows;
}

async function countNow(db: Records, eventId: string): Promise<Omit<RecordedSale, 'takings'>> {
  const { rows } = await sql<Omit<RecordedSale, 'takings'>>`
    select held.all as held, held.paying, recent.orders as recent, rejected.orders as rejected
    from (
      select count(*) as all, count(*) filter (where state = 'o') as paying
      from records.orders
      where event_id = ${eventId} and status = 'held' and given_up_at is null
    ) as held, (
      select count(*) as orders from records.orders
      where event_id = ${eventId} and placed_at > now() - ${RATE_S} * interval '1 second'
    ) as recent, (
      select coalesce(sum(orders), 0)::bigint as orders from records.rejections
      where event_id = ${eventId} and minute >= date_trunc('minute', now()) - interval '1 minute'
    ) as rejected`.execute(db);
  const [counts] = rows;
  if (counts === undefined) throw new Error('a count brings one row');
  return counts;
}
