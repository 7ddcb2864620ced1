import { type Order, ORDER_STATES, toDecimal } from '@onsale/ledger';

/** An order as exports and archives write it: an object for JSON, with amounts in decimal units. */
export function orderJson(order: Order): Record<string, unknown> {
  const { id, eventId, status, reason, cause, customer, paymentMethod, currency, extras } = order;
  return {
    ...{ orderId: id, eventId, status, reason, cause, customer, paymentMethod, currency },
    items: order.lines,
    grandTotal: toDecimal(order.totalMinor, currency),
    extras,
    createdAt: isoTime(order.createdAtMs),
    settledAt: order.settledAtMs === undefined ? undefined : isoTime(order.settledAtMs),
    heldUntil: order.heldUntilMs === undefined ? undefined : isoTime(order.heldUntilMs),
  };
}

/** ISO 8601 in UTC; "" without a time. */
export function isoTime(timeMs: number | undefined): string {
  return timeMs === undefined ? '' : new Date(timeMs).toISOString();
}

/** What people call a state, which the order log has as a letter. */
export function stateName(letter: string): string {
  const kind = ORDER_STATES[letter];
  return kind === undefined ? 'unknown' : (kind.name ?? kind.reason ?? kind.status);
}
