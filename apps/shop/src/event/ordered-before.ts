import { readPurchase } from '../checkout/purchase.ts';
import type { Basket } from './basket.ts';

/**
 * The order that this window has made of exactly this basket; undefined when there is none. The basket
 * stands in the address, so the way back from an order would show it as if nothing had been bought.
 */
export function orderedBefore(eventId: string, basket: Basket): string | undefined {
  const purchase = readPurchase(eventId);
  const items = purchase?.sent.at(-1)?.items ?? [];
  const isSame =
    items.length === basket.size &&
    items.every(({ ticketId, qty }) => basket.get(ticketId) === qty);
  return isSame && items.length > 0 ? purchase?.orderId : undefined;
}
