import type { PaidBackBy } from '@onsale/contracts';
import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';

/** Orders that would have to be paid back if an event were cancelled, and their money in minor units. */
export interface ToPayBack {
  paidBackBy: PaidBackBy;
  currency: string;
  orders: number;
  tickets: number;
  disputed: number;
  amountMinor: number;
}

/** What the records know of the orders of an event that is about to be cancelled. */
export interface RecordedOrders {
  held: number;
  toPayBack: ToPayBack[];
}

/** Sums up what would have to go back if an event were cancelled. */
export async function readOrdersToPayBack(db: Records, eventId: string): Promise<RecordedOrders> {
  const { held } = await db
    .selectFrom('records.orders')
    .select(({ fn }) => fn.countAll<number>().as('held'))
    .where('event_id', '=', eventId)
    .where('status', '=', 'held')
    .where('given_up_at', 'is', null)
    .executeTakeFirstOrThrow();
  const { rows } = await sql<ToPayBack>`
    with mine as (
      select o.order_id, o.currency, o.total - o.refunded as left_of_order,
        p.received - coalesce(gone.amount, 0) as left_of_payment,
        p.provider in ('bank', 'stripe') and p.received > 0 as is_paid,
        coalesce(valid.tickets, 0) as tickets,
        exists (
          select 1 from records.disputes d where d.order_id = o.order_id
            and d.state in ('needs_response', 'under_review')) as is_disputed
      from records.orders o
      left join records.payments p using (order_id)
      left join lateral (
        select sum(amount) as amount from records.refunds r
        where r.order_id = o.order_id and r.state <> 'failed' and not r.by_hand
      ) as gone on true
      left join lateral (
        select count(*) as tickets from records.tickets t
        where t.order_id = o.order_id and t.state = 'valid'
      ) as valid on true
      where o.event_id = ${eventId} and o.status = 'confirmed' and o.given_up_at is null
    ), judged as (
      select currency, tickets, is_disputed,
        case when is_paid then 'provider' when left_of_order > 0 then 'by_hand' else 'nothing' end as paid_back_by,
        greatest(0, case when is_paid then left_of_payment else left_of_order end) as amount
      from mine
    )
    select paid_back_by as "paidBackBy", currency, count(*) as orders,
      sum(tickets)::bigint as tickets,
      count(*) filter (where is_disputed) as disputed,
      sum(amount)::bigint as "amountMinor"
    from judged group by paid_back_by, currency order by paid_back_by, currency`.execute(db);
  return { held, toPayBack: rows };
}
