import type { RejectReason } from '@onsale/contracts';
import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';

/** How many orders for a ticket type were rejected for a reason. */
export interface RejectedOrders {
  ticketId: string;
  reason: RejectReason;
  orders: number;
  tickets: number;
}

/** Counts the rejected orders of an event, the most frequent first, in whole minutes. */
export async function countRejected(
  db: Records,
  { eventId, from, to }: { eventId: string; from?: Date | undefined; to?: Date | undefined },
): Promise<RejectedOrders[]> {
  const orders = sql<number>`sum(orders)::bigint`;
  const rows = await db
    .selectFrom('records.rejections')
    .select(['ticket_id', sql<RejectReason>`reason`.as('reason'), orders.as('orders')])
    .select(sql<number>`sum(tickets)::bigint`.as('tickets'))
    .where('event_id', '=', eventId)
    .$if(from !== undefined, (query) => query.where('minute', '>=', from!))
    .$if(to !== undefined, (query) => query.where('minute', '<', to!))
    .groupBy(['ticket_id', 'reason'])
    .orderBy(orders, 'desc')
    .orderBy('ticket_id')
    .execute();
  return rows.map(({ ticket_id: ticketId, ...row }) => ({ ticketId, ...row }));
}
