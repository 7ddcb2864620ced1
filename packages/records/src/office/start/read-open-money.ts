import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';

/** Money about which a person must do something; amounts in minor units. */
export interface OpenMoney {
  failed: OpenRefund[];
  /** Refunds that wait for the seller's account at the provider to be filled. */
  waiting: { currency: string; refunds: number; amountMinor: number; since: Date }[];
  disputes: OpenDispute[];
}

export interface OpenRefund {
  orderId: string;
  /** Undefined when the order was never recorded: its money came too late. */
  eventId: string | null;
  eventName: string | null;
  currency: string;
  amountMinor: number;
  askedAt: Date;
  problem: string | null;
}

export interface OpenDispute {
  orderId: string;
  eventId: string | null;
  eventName: string | null;
  currency: string;
  amountMinor: number;
  respondBy: Date | null;
}

/** Reads it, of these events; `limit` of each kind, the oldest and the most urgent. */
export async function readOpenMoney(
  db: Records,
  { events, limit }: { events: 'all' | readonly string[]; limit: number },
): Promise<OpenMoney> {
  const ofEvents = events === 'all' ? sql`true` : sql`o.event_id = any(${[...events]})`;
  const [failed, waiting, disputes] = await Promise.all([
    sql<OpenRefund>`
      select r.order_id as "orderId", o.event_id as "eventId", e.name as "eventName", r.currency,
        r.amount as "amountMinor", r.asked_at as "askedAt", r.problem
      from records.refunds r
        left join records.orders o using (order_id)
        left join records.events e on e.event_id = o.event_id
      where r.state = 'failed' and r.state <> 'done' and ${ofEvents}
      order by r.asked_at limit ${limit}`.execute(db),
    sql<OpenMoney['waiting'][number]>`
      select r.currency, count(*)::bigint as refunds, sum(r.amount)::bigint as "amountMinor",
        min(r.asked_at) as since
      from records.refunds r left join records.orders o using (order_id)
      where r.state = 'waiting_for_balance' and r.state <> 'done' and ${ofEvents}
      group by r.currency order by r.currency`.execute(db),
    sql<OpenDispute>`
      select d.order_id as "orderId", o.event_id as "eventId", e.name as "eventName", d.currency,
        d.amount as "amountMinor", d.respond_by as "respondBy"
      from records.disputes d
        left join records.orders o using (order_id) left join records.events e using (event_id)
      where d.state = 'needs_response' and ${ofEvents}
      order by d.respond_by nulls last limit ${limit}`.execute(db),
  ]);
  return { failed: failed.rows, waiting: waiting.rows, disputes: disputes.rows };
}
