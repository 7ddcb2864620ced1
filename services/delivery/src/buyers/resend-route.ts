import { randomUUID } from 'node:crypto';
import { ApiError, delivery } from '@onsale/contracts';
import { isRehearsalOrder, type Order } from '@onsale/ledger';
import { queueMails, URGENCY } from '@onsale/records';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { DeliveryParts } from '../app.ts';
import { duringOutages } from '../during-outages.ts';
import { limit } from './limit.ts';

/** Registers the route by which a buyer gets the tickets of an order by mail once more. */
export function registerResendRoute(scope: HttpServer, parts: DeliveryParts): void {
  const { orders } = parts;
  const { url, schema } = delivery.resendTickets;
  withSchemaTypes(scope).post(url, { schema }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const order = await orders.read(request.params.orderId);
    if (order.status !== 'confirmed') {
      throw new ApiError('NO_TICKETS', `the order is ${order.status}, and has no tickets`);
    }
    if (isRehearsalOrder(order.id)) {
      throw new ApiError(
        'NO_TICKETS',
        'the order belongs to a rehearsal, and rehearsals send no mails',
      );
    }
    await duringOutages(async () => {
      await limit(parts, 'mails-of-order', order.id);
      await mailAgain(parts, order);
    });
    reply.code(202);
    return { message: 'Your tickets are on their way to the address of the order.' };
  });
}

// Somebody looks into their mailbox for it.
async function mailAgain(
  { records, jobs }: Pick<DeliveryParts, 'records' | 'jobs'>,
  order: Order,
): Promise<void> {
  const queue = jobs();
  await records.transaction().execute(async (tx) => {
    await queueMails({ tx, jobs: queue }, [
      {
        ...{ key: `confirmed:${order.id}:${randomUUID()}`, kind: 'confirmed' },
        ...{ address: order.customer.email, language: order.extras?.language },
        ...{ orderId: order.id, eventId: order.eventId, urgency: URGENCY.personWaits },
      },
    ]);
  });
}
