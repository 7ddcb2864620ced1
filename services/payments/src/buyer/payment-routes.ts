import { ApiError, payments } from '@onsale/contracts';
import { readPayment } from '@onsale/ledger';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import { type Serving, answering } from '../serving.ts';
import { showPayment } from './show-payment.ts';
import { countStart } from './start-limit.ts';
import { startPayment } from './start-attempt.ts';

/** What a buyer does with the payment of an order: begins it, and sees how it stands. */
export function registerPaymentRoutes(scope: HttpServer, serving: () => Serving): void {
  const { startPayment: start, getOrderPayment: get } = payments;
  withSchemaTypes(scope).post(start.url, { schema: start.schema }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const { orderId } = request.params;
    const { redis, work: workOf } = serving();
    const work = workOf();
    await countStart(redis, orderId);
    return await answering(() => startPayment(work, orderId));
  });
  withSchemaTypes(scope).get(get.url, { schema: get.schema }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const { ledger } = serving();
    const snapshot = await answering(() => readPayment(ledger, request.params.orderId));
    if (snapshot !== undefined) return showPayment(snapshot);
    throw new ApiError('ORDER_NOT_FOUND', 'there is no order with this id');
  });
}
