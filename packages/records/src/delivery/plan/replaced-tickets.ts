import type { Order } from '@onsale/ledger';
import { sql } from 'kysely';
import { queueMails, URGENCY } from '../queue-mails.ts';
import type { TicketVersion } from './told-versions.ts';
import type { Planning } from './work-on-jobs.ts';

/** Whoever puts names on four tickets gets one mail about it. */
const WAIT_MS = 30_000;

/**
 * Queues the mail that tickets of an order were replaced, a moment later; one that still waits for that moment tells
 * of these, too.
 */
export async function queueReplaced(
  planning: Planning,
  tickets: readonly TicketVersion[],
  order: Order,
): Promise<void> {
  const [first] = tickets;
  if (first === undefined) return;
  const address = order.customer.email;
  const replaced = tickets.map(({ line, number }) => ({ line, number }));
  const { rows } = await sql<{ mail_id: string; about: { tickets?: typeof replaced } }>`
    select mail_id, about from office.mails
    where order_id = ${order.id} and kind = 'ticket_replaced' and state = 'waiting' and attempts = 0
      and due_at > now() and address = ${address}
    limit 1 for update`.execute(planning.tx);
  const [waiting] = rows;
  if (waiting !== undefined) {
    const others = (waiting.about.tickets ?? []).filter(
      (one) => !replaced.some(({ line, number }) => one.line === line && one.number === number),
    );
    await planning.tx
      .updateTable('office.mails')
      .set({ about: JSON.stringify({ tickets: [...others, ...replaced] }) })
      .where('mail_id', '=', waiting.mail_id)
      .execute();
    return;
  }
  const { orderId, line, number, version } = first;
  await queueMails(planning, [
    {
      ...{ address, language: order.extras?.language, orderId, eventId: order.eventId },
      ...{
        key: `ticket_replaced:${orderId}:${line}:${number}:${version}`,
        kind: 'ticket_replaced',
      },
      ...{ about: { tickets: replaced }, urgency: URGENCY.order },
      dueAt: new Date(Date.now() + WAIT_MS),
    },
  ]);
}
