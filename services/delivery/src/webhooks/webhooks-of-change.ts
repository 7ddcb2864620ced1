import type { WebhookBody, WebhookOrder, WebhookType } from '@onsale/contracts';
import { given, type Order, type Payment, type Refund, showOrder, toDecimal } from '@onsale/ledger';
import type { NewWebhook, OrderChangeJob } from '@onsale/records';

/**
 * What other systems are told of a change of an order, by the order as it is recorded, which may have changed once
 * more since: its last webhook then says the same.
 */
export function webhooksOfChange(
  change: OrderChangeJob,
  { order, payment }: { order: Order; payment?: Payment | undefined },
): NewWebhook[] {
  const { from, status, cause, entryId, orderId } = change;
  const about = { orderId, eventId: order.eventId, at: momentOf(entryId) };
  if (cause.startsWith('payment:')) {
    return unknownRefunds(order, payment).map((refund) => ({
      ...{ ...about, key: `refund:${orderId}:${refund.refundId}`, type: 'order.refunded' },
      data: { order: showForWebhook(order), refund },
    }));
  }
  const refund = (order.extras?.refunds ?? []).find(({ id }) => id === cause);
  const type = typeOf({ from, status, isRefund: refund !== undefined });
  if (type === undefined) return [];
  const isOfRefund = type === 'order.refunded' && refund !== undefined;
  return [
    {
      ...about,
      key: isOfRefund ? `refund:${orderId}:${refund.id}` : `${type}:${orderId}:${entryId}`,
      type,
      data: {
        order: showForWebhook(order),
        ...(isOfRefund ? { refund: showRefund(refund, order.currency) } : {}),
      },
    },
  ];
}

type Told = Pick<OrderChangeJob, 'from' | 'status'> & { isRefund: boolean };

function typeOf({ from, status, isRefund }: Told): WebhookType | undefined {
  if (status === 'cancelled') return from === status ? undefined : 'order.cancelled';
  if (status === 'refunded' || isRefund) return 'order.refunded';
  if (status === 'expired') return from === status ? undefined : 'order.expired';
  if (status === 'confirmed') return from === status ? 'order.changed' : 'order.confirmed';
  return undefined;
}

// Entries of the order log are named by their moment.
const momentOf = (entryId: string) => new Date(Number.parseInt(entryId));

type WebhookRefund = NonNullable<WebhookBody['data']['refund']>;

/** An order without its buyer: so nobody has to be forgotten in what other systems were told. */
function showForWebhook(order: Order): WebhookOrder {
  const { orderId, eventId, status, items, currency, paymentMethod, createdAt, ...rest } =
    showOrder(order);
  const { grandTotal, fee, tax, discount, refundedTotal, settledAt } = rest;
  return {
    ...{ orderId, eventId, status, items, grandTotal, currency, paymentMethod, createdAt },
    ...given({ fee, tax, discount, refundedTotal, settledAt }),
  };
}

function showRefund(refund: Refund, currency: string): WebhookRefund {
  return {
    refundId: refund.id,
    total: toDecimal(refund.amountMinor, currency),
    tickets: refund.tickets.map(([line, number]) => ({ line, number })),
    restocked: refund.restocked,
  };
}

// Money that went back and that the order knows nothing of: it came too late, or the order has left Redis.
function unknownRefunds(order: Order, payment: Payment | undefined): WebhookRefund[] {
  const known = new Set(order.extras?.refunds?.map(({ id }) => id));
  const done = payment?.refunds.filter(({ id, state }) => state === 'done' && !known.has(id)) ?? [];
  return done.map(({ id, amountMinor, currency = order.currency }) => ({
    ...{ refundId: id, total: toDecimal(amountMinor, currency), tickets: [], restocked: false },
  }));
}
