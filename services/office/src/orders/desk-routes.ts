import { ApiError, type Desk, OFFICE_ORDER_LIMITS, ordersOperations } from '@onsale/contracts';
import {
  isWindowOpen,
  type Ledger,
  poolName,
  readEvent,
  readPools,
  readStock,
  salesWindowOf,
  type StoredEvent,
  toDecimal,
} from '@onsale/ledger';
import { addNote, orderSubject } from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { route, type StaffRequest } from '../access/route.ts';
import { withIdempotency } from '../access/with-idempotency.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { draftSale } from './draft-sale.ts';
import { findOrder } from './find-order.ts';
import { sellAtDesk } from './sell-at-desk.ts';
import { showDetail } from './show-detail.ts';

/** The routes of the desk at which tickets are sold and given away. */
export function registerDeskRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records, ledger } = parts;

  route(scope, parts, ordersOperations.getDesk, async ({ params }) => {
    return await showDesk(ledger(), await findEvent(ledger(), params.eventId));
  });

  route(scope, parts, ordersOperations.sellAtDesk, async (asked) => {
    const { actor, reply } = asked;
    // What is kept of the answer names nobody.
    const { orderId } = await withIdempotency(records, asked, async (purpose) => {
      return { status: 201, body: { orderId: await sell(asked, purpose) } };
    });
    const found = await findOrder(parts, orderId, { actor, right: 'orders.sell' });
    reply.header('etag', `"${found.version}"`);
    return await showDetail(parts, found);
  });

  const sell = async (
    asked: StaffRequest<typeof ordersOperations.sellAtDesk>,
    idempotencyKey: string,
  ): Promise<string> => {
    const { actor, params, body } = asked;
    const { document: event, shard } = await findEvent(ledger(), params.eventId);
    const draft = draftSale(body, { event, shard, nowMs: Date.now() });
    const { kind, items, paymentMethod } = body;
    const total = toDecimal(draft.totalMinor, draft.currency);
    const after = { kind, items, paymentMethod, total, currency: draft.currency };
    const about = { action: 'sellAtDesk', eventId: event.id, subject: orderSubject(draft.id) };
    const order = await logChange(records, asked, { ...about, after }, async () => {
      const sold = await sellAtDesk(ledger(), { order: { ...draft, idempotencyKey }, shard });
      return { result: sold };
    });
    if (body.note !== undefined && body.note.trim() !== '' && order.id === draft.id) {
      const most = OFFICE_ORDER_LIMITS.notes;
      await addNote(records, { orderId: order.id, actor, text: body.note, most });
    }
    return order.id;
  };
}

async function findEvent(ledger: Ledger, eventId: string): Promise<StoredEvent> {
  const event = await readEvent(ledger, eventId);
  if (event !== undefined) return event;
  throw new ApiError('EVENT_NOT_FOUND', 'there is no event with this id');
}

async function showDesk(ledger: Ledger, { document, status, shard }: StoredEvent): Promise<Desk> {
  const [stock, pools] = await Promise.all([readStock(ledger, shard), readPools(ledger, shard)]);
  const nowMs = Date.now();
  const { id, name, currency, timeZone = 'UTC', startsAt, tickets } = document;
  return {
    ...{ eventId: id, name, currency, timeZone, startsAt },
    sells: status === 'on_sale',
    maxTickets: OFFICE_ORDER_LIMITS.ticketsPerSale,
    tickets: tickets.map((ticket) => {
      const pool = ticket.pool === undefined ? undefined : pools.get(poolName(id, ticket.pool));
      const own = stock.get(ticket.id)?.remaining ?? 0;
      return {
        ...{ ticketId: ticket.id, name: ticket.name, type: ticket.type },
        price: toDecimal(ticket.priceMinor, ticket.currency),
        remaining: Math.min(own, pool?.remaining ?? own),
        onSale: status === 'on_sale' && isWindowOpen(salesWindowOf(document, ticket), nowMs),
      };
    }),
  };
}
