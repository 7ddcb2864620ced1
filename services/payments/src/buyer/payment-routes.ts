import { ApiError, payments } from '@onsale/contracts';
import { readPayment } from '@onsale/ledger';
import { type HttpServer, type Logger, withSchemaTypes } from '@onsale/service';
import { type Serving, answering } from '../serving.ts';
import { BuyerLooks } from './look-for-buyer.ts';
import { showPayment } from './show-payment.ts';
import { countStart } from './start-limit.ts';
import { startPayment } from './start-attempt.ts';

/** What a buyer does with the payment of an order: begins it, and sees how it stands. */
export function registerPaymentRoutes(
  scope: HttpServer,
  { serving, logger }: { serving: () => Serving; logger: Logger },
): void {
  const looks = new BuyerLooks(logger);
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
    const parts = serving();
    const { ledger, readArchived } = parts;
    const { orderId } = request.params;
    const snapshot = await answering(() => readPayment(ledger, orderId, readArchived));
    if (snapshot === undefined) {
      throw new ApiError('ORDER_NOT_FOUND', 'there is no order with this id');
    }
    looks.look(parts, snapshot);
    return showPayment(snapshot);
  });
}
