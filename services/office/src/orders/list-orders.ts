import type { OrderList, OrderSource, OrderStatus, OrderSummary } from '@onsale/contracts';
import { toDecimal, unpackOrder } from '@onsale/ledger';
import { type ListedOrder, listRecordedOrders, type OrderFilter } from '@onsale/records';
import { type Actor, eventsWith } from '../access/actor.ts';
import { requireRight } from '../access/authorize.ts';
import { momentIn } from '../access/moment.ts';
import type { OfficeParts } from '../app.ts';
import { readRecordedUntil } from '../sale/recorded-until.ts';

/** What a request for orders names. */
export interface OrderQuery {
  q?: string;
  eventId?: string;
  status?: string;
  source?: string;
  refunded?: string;
  from?: string;
  to?: string;
  cursor?: string;
  limit?: string;
}

const PAGE = 50;

/** A page of the orders that the actor may see. */
export async function listOrders(
  parts: Pick<OfficeParts, 'records' | 'ledger'>,
  actor: Actor,
  query: OrderQuery,
): Promise<OrderList> {
  const limit = query.limit === undefined ? PAGE : Number(query.limit);
  const [found, recordedUntil] = await Promise.all([
    listRecordedOrders(parts.records, { ...filterOf(actor, query), limit: limit + 1 }),
    readRecordedUntil(parts),
  ]);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((order) => showSummary(order, query.q)),
    ...(found.length > limit && last !== undefined ? { nextCursor: last.orderId } : {}),
    ...(recordedUntil === undefined ? {} : { recordedUntil: recordedUntil.toISOString() }),
  };
}

function filterOf(actor: Actor, query: OrderQuery): Omit<OrderFilter, 'limit'> {
  const { eventId, from, to, cursor: after } = query;
  if (eventId !== undefined) requireRight(actor, 'orders.read', eventId);
  const allowed = eventsWith(actor, 'orders.read');
  const all = allowed === 'all' ? undefined : [...allowed];
  return {
    search: query.q,
    eventIds: eventId === undefined ? all : [eventId],
    statuses: query.status?.split(','),
    source: query.source,
    isRefunded: query.refunded !== undefined,
    from: momentIn('from', from),
    to: momentIn('to', to),
    after,
  };
}

// An order is of whoever it was sold to, also where others have bought with that address since.
function showSummary(listed: ListedOrder, search: string | undefined): OrderSummary {
  const { orderId, eventId, currency, foundBy } = listed;
  const { customer, lines } = unpackOrder(listed.record);
  return {
    ...{ orderId, eventId, customer, currency },
    status: listed.status as OrderStatus,
    source: listed.source as OrderSource,
    paymentMethod: listed.paymentMethod,
    grandTotal: toDecimal(listed.totalMinor, currency),
    refundedTotal: toDecimal(listed.refundedMinor, currency),
    tickets: lines.reduce((sum, { qty }) => sum + qty, 0),
    createdAt: listed.placedAt.toISOString(),
    changedAt: listed.changedAt.toISOString(),
    ...(foundBy === undefined ? {} : { foundBy: foundBy === 'person' ? nameOrEmail() : foundBy }),
  };

  function nameOrEmail(): 'name' | 'email' {
    const word = search?.trim().toLowerCase() ?? '';
    return customer.email.toLowerCase().includes(word) ? 'email' : 'name';
  }
}
