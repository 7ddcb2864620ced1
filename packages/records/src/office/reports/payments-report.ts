import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import { among, type ReportFilter } from './sales-report.ts';

/** What was paid, refunded and disputed; amounts are minor units. */
export interface PaymentsSumsOf {
  providers: {
    provider: string;
    currency: string;
    payments: number;
    received: number;
    returned: number;
  }[];
  days: { day: string; currency: string; received: number; refunded: number }[];
  refunds: { state: string; reason: string; currency: string; refunds: number; amount: number }[];
  disputes: { state: string; currency: string; disputes: number; amount: number }[];
}

/** A refund that needs a person. */
export interface StuckRefund {
  orderId: string;
  eventId: string | null;
  refundId: string;
  state: string;
  problem: string | null;
  askedAt: Date;
  currency: string;
  amount: number;
}

export interface UndecidedDispute {
  orderId: string;
  eventId: string | null;
  disputeId: string;
  state: string;
  respondBy: Date | null;
  currency: string;
  amount: number;
}

/** Of what needs a person, more than anybody reads. */
const MOST_OPEN = 100;

/** Reads what was paid, refunded and disputed. Refunds count on the day they were done or, before, asked for. */
export async function readPayments(db: Records, filter: ReportFilter): Promise<PaymentsSumsOf> {
  const [providers, received, refunds, disputes] = await Promise.all([
    sumProviders(db, filter),
    sumDays(db, filter),
    sumRefunds(db, filter),
    sumDisputes(db, filter),
  ]);
  const days = new Map(
    received.map((row) => [`${row.day} ${row.currency}`, { ...row, refunded: 0 }]),
  );
  const sums = new Map<string, PaymentsSumsOf['refunds'][number]>();
  for (const { day, ...row } of refunds) {
    const key = [row.state, row.reason, row.currency].join(' ');
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { ...row });
    else
      Object.assign(sum, { refunds: sum.refunds + row.refunds, amount: sum.amount + row.amount });
    if (row.state !== 'done') continue;
    const name = `${day} ${row.currency}`;
    const known = days.get(name) ?? { day, currency: row.currency, received: 0, refunded: 0 };
    days.set(name, { ...known, refunded: known.refunded + row.amount });
  }
  return {
    providers,
    days: [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)),
    refunds: [...sums.values()],
    disputes,
  };
}

async function sumProviders(db: Records, filter: ReportFilter) {
  const { rows } = await sql<PaymentsSumsOf['providers'][number]>`
    select provider, currency, sum(payments)::bigint as payments, sum(received)::bigint as received,
      sum(returned)::bigint as returned
    from records.payment_sums where ${among(filter)}
    group by 1, 2 having sum(received) > 0 order by 1, 2`.execute(db);
  return rows;
}

async function sumDays(db: Records, filter: ReportFilter) {
  const { rows } = await sql<{ day: string; currency: string; received: number }>`
    select day::text, currency, sum(received)::bigint as received
    from records.payment_sums where ${among(filter)}
    group by 1, 2 having sum(received) > 0 order by 1, 2`.execute(db);
  return rows;
}

// Without their orders, which would all be read for those few that have any.
async function sumRefunds(db: Records, filter: ReportFilter) {
  const { rows } = await sql<PaymentsSumsOf['refunds'][number] & { day: string }>`
    select state, reason, currency, day::text, count(*) as refunds, sum(amount)::bigint as amount
    from (
      select r.state, r.reason, r.currency, r.amount, r.event_id,
        (coalesce(r.done_at, r.asked_at) at time zone coalesce(e.time_zone, 'UTC'))::date as day
      from records.refunds r
      left join records.events e using (event_id)
      where not exists (
        select from records.orders o where o.order_id = r.order_id and o.given_up_at is not null)) as each
    where ${among(filter)}
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(db);
  return rows;
}

async function sumDisputes(db: Records, filter: ReportFilter) {
  const { rows } = await sql<PaymentsSumsOf['disputes'][number]>`
    select state, currency, count(*) as disputes, sum(amount)::bigint as amount
    from (
      select d.state, d.currency, d.amount, o.event_id,
        (o.placed_at at time zone coalesce(e.time_zone, 'UTC'))::date as day
      from records.disputes d
      left join records.orders o using (order_id)
      left join records.events e using (event_id)
      where o.given_up_at is null) as each
    where ${among(filter)}
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/** Refunds that failed or wait for balance, the oldest first: the first hundred. */
export async function readStuckRefunds(
  db: Records,
  eventIds: readonly string[] | undefined,
): Promise<StuckRefund[]> {
  const { rows } = await sql<StuckRefund>`
    select r.order_id as "orderId", o.event_id as "eventId", r.refund_id as "refundId", r.state, r.problem,
      r.asked_at as "askedAt", r.currency, r.amount
    from records.refunds r left join records.orders o using (order_id)
    where r.state in ('failed', 'waiting_for_balance') and r.state <> 'done' and o.given_up_at is null
      and ${ofEvents(eventIds)}
    order by r.asked_at, r.order_id limit ${MOST_OPEN}`.execute(db);
  return rows;
}

/** Disputes that are not decided, those first that are due first: the first hundred. */
export async function readOpenDisputes(
  db: Records,
  eventIds: readonly string[] | undefined,
): Promise<UndecidedDispute[]> {
  const { rows } = await sql<UndecidedDispute>`
    select d.order_id as "orderId", o.event_id as "eventId", d.dispute_id as "disputeId", d.state,
      d.respond_by as "respondBy", d.currency, d.amount
    from records.disputes d left join records.orders o using (order_id)
    where d.state in ('needs_response', 'under_review') and o.given_up_at is null and ${ofEvents(eventIds)}
    order by d.state, d.respond_by nulls last, d.order_id limit ${MOST_OPEN}`.execute(db);
  return rows;
}

const ofEvents = (eventIds: readonly string[] | undefined) =>
  eventIds === undefined ? sql`true` : sql`o.event_id = any(${eventIds}::text[])`;
