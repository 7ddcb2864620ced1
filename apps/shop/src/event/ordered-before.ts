import type { CreateOrderRequest } from '@onsale/api-client';
import { readPlaced } from '../checkout/purchase.ts';
import type { Basket } from './basket.ts';

/**
 * The order that this window has made of exactly this basket; undefined when there is none. The basket
 * stands in the address, so the way back from an order would show it as if nothing had been bought.
 */
export function orderedBefore(eventId: string, basket: Basket): string | undefined {
  const placed = readPlaced(eventId);
  return placed !== undefined && isSameChoice(placed, basket) ? placed.orderId : undefined;
}

/** Whether a basket is what was ordered. */
export function isSameChoice(
  { items }: Pick<CreateOrderRequest, 'items'>,
  basket: Basket,
): boolean {
  return (
    items.length > 0 &&
    items.length === basket.size &&
    items.every(({ ticketId, qty }) => basket.get(ticketId) === qty)
  );
}
