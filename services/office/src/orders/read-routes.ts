import { ordersOperations } from '@onsale/contracts';
import { countRejected } from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { momentIn } from '../access/moment.ts';
import { route } from '../access/route.ts';
import type { OfficeParts } from '../app.ts';
import { findOrder } from './find-order.ts';
import { listOrders } from './list-orders.ts';
import { showDetail } from './show-detail.ts';

/** The routes that find orders. */
export function registerReadRoutes(scope: HttpServer, parts: OfficeParts): void {
  route(scope, parts, ordersOperations.listOrders, async ({ actor, query }) => {
    return await listOrders(parts, actor, query);
  });
  route(scope, parts, ordersOperations.getOrderDetail, async ({ actor, params, reply }) => {
    const found = await findOrder(parts, params.orderId, { actor, right: 'orders.read' });
    reply.header('etag', `"${found.version}"`);
    return await showDetail(parts, found);
  });
  route(scope, parts, ordersOperations.countRejections, async ({ params, query }) => {
    const period = { from: momentIn('from', query.from), to: momentIn('to', query.to) };
    const items = await countRejected(parts.records, { eventId: params.eventId, ...period });
    return { items };
  });
}
