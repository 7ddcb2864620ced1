import type { EventDetails, Order } from '@onsale/api-client';

/** What an order is sent with where nobody is charged and so nothing can be chosen. */
const NOT_CHARGED = 'demo';
/** Paid at once, on the page of a payment provider. */
export const ONLINE = 'online';
/** Paid within days, by bank transfer or at the desk, to the seller. */
export const MANUAL = 'manual';

/** Whether an order with a price is paid on the page of a payment provider. */
export function isPaidOnline(order: Pick<Order, 'paymentMethod' | 'grandTotal'>): boolean {
  return order.paymentMethod === ONLINE && order.grandTotal > 0;
}

/**
 * How an order is paid. `free`: it costs nothing. `demo`: it has a price and nobody is charged. `paid`:
 * the buyer owes the total, by one of the methods.
 */
export interface Payment {
  kind: 'free' | 'demo' | 'paid';
  /** At least one; the buyer chooses among them only if there are more. */
  methods: readonly string[];
}

/**
 * Follows from what the API says. A seller who takes money names the methods, for the event or for
 * the shop; where neither does, any text is accepted and settled at once, so nobody is charged. Nor
 * is anybody for a rehearsal.
 */
export function paymentOf(
  event: Pick<EventDetails, 'paymentMethods' | 'rehearsal'>,
  ofShop: readonly string[],
  total: number | undefined,
): Payment {
  const named = event.paymentMethods ?? ofShop;
  const methods = named.length === 0 ? [NOT_CHARGED] : onlineFirst(named);
  if (total === 0) return { kind: 'free', methods };
  return { kind: named.length === 0 || event.rehearsal ? 'demo' : 'paid', methods };
}

// It gives the tickets at once, and so is what most buyers want.
function onlineFirst(methods: readonly string[]): readonly string[] {
  return methods.includes(ONLINE)
    ? [ONLINE, ...methods.filter((method) => method !== ONLINE)]
    : methods;
}

/** The method that an order goes out with: what was chosen, if it is still offered. */
export function methodOf({ kind, methods }: Payment, chosen: string): string {
  if (kind === 'paid' && methods.includes(chosen)) return chosen;
  return methods[0] ?? NOT_CHARGED;
}
