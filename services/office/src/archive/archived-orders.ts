import { ApiError, archivedOrders } from '@onsale/contracts';
import { readRecordedOrder, type Records, withoutRows } from '@onsale/records';
import { type HttpServer, withSchemaTypes } from '@onsale/service';

/** `GET /archive/orders/:orderId`, for gateway and payments. */
export function registerArchivedOrders(
  scope: HttpServer,
  { records, obstacles }: { records: Records; obstacles: () => readonly string[] },
): void {
  const { url, schema } = archivedOrders.getArchivedOrder;
  withSchemaTypes(scope).get(url, { schema }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const [obstacle] = obstacles();
    if (obstacle !== undefined) throw unavailable(obstacle);
    const order = await readRecordedOrder(records, request.params.orderId).catch(
      (error: unknown) => {
        throw unavailable('the records cannot be read', withoutRows(error));
      },
    );
    if (order === undefined) {
      throw new ApiError('ORDER_NOT_FOUND', 'there is no order with this id');
    }
    const { orderId, record, payment, archivedAt } = order;
    return {
      ...{ orderId, record },
      ...(payment === undefined ? {} : { payment }),
      ...(archivedAt === undefined ? {} : { archivedAt: archivedAt.toISOString() }),
    };
  });
}

function unavailable(message: string, cause?: unknown): ApiError {
  return new ApiError('RECORDS_UNAVAILABLE', message, { retryAfterS: 5, cause });
}
