import { ApiError, delivery } from '@onsale/contracts';
import { type Order, readEvent, type StoredEvent } from '@onsale/ledger';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import { calendarOf } from '@onsale/tickets';
import type { DeliveryParts } from '../app.ts';
import { countAsked } from './count-requests.ts';
import { nameOneHolder } from './name-holder.ts';
import { answering } from './order-reader.ts';
import { orderUrl } from './order-url.ts';
import { showTickets } from './show-tickets.ts';

/** How long the keys may be kept: far less than a new one is published before it signs. */
const KEYS_MAX_AGE_S = 60;

/** What a buyer does with tickets: looks at them, names their holders, and puts them into a calendar. */
export function registerTicketRoutes(scope: HttpServer, parts: DeliveryParts): void {
  const { keys, ledger, orders, redis, config } = parts;
  const app = withSchemaTypes(scope);
  const { getTickets, getCalendar, nameTicketHolder, getTicketKeys } = delivery;

  app.get(getTickets.url, { schema: getTickets.schema }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const { orderId } = request.params;
    await countAsked(redis(), 'look', orderId);
    const { order, event } = await readTickets(orderId);
    return showTickets(order, event?.document, { keys, nowMs: Date.now() });
  });

  app.get(getCalendar.url, { schema: getCalendar.schema }, async (request, reply) => {
    const { orderId } = request.params;
    await countAsked(redis(), 'look', orderId);
    const { order, event } = await readTickets(orderId);
    if (event === undefined) throw new ApiError('EVENT_NOT_FOUND', 'there is no such event');
    reply
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="tickets.ics"')
      .type('text/calendar; charset=utf-8');
    const { document, revision, changedAtMs, status } = event;
    const state = { revision, changedAtMs, isCancelled: status === 'cancelled' };
    return calendarOf(order, document, orderUrl(config.PUBLIC_URL, orderId), state);
  });

  app.put(nameTicketHolder.url, { schema: nameTicketHolder.schema }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const { orderId, line, number } = request.params;
    await countAsked(redis(), 'change', orderId);
    const { order: before, event: of } = await readTickets(orderId);
    const ticket = [Number(line), Number(number)] as const;
    await answering(() =>
      nameOneHolder(
        ledger(),
        { order: before, event: of?.document },
        { ticket, name: request.body.name },
      ),
    );
    const { order, event } = await readTickets(orderId);
    return showTickets(order, event?.document, { keys, nowMs: Date.now() });
  });

  app.get(getTicketKeys.url, { schema: getTicketKeys.schema }, (_request, reply) => {
    reply.header('cache-control', `public, max-age=${KEYS_MAX_AGE_S}`);
    return { keys: keys.published };
  });

  async function readTickets(
    orderId: string,
  ): Promise<{ order: Order; event: StoredEvent | undefined }> {
    const order = await orders.read(orderId);
    const event = await answering(() => readEvent(ledger(), order.eventId));
    return { order, event };
  }
}
