import type { Ticket } from '@onsale/contracts';
import { leftToBuy } from './availability.ts';
import { totalOf } from '@onsale/i18n';

/** What a buyer has chosen: tickets of each type. Kept in the address, as `basket=id:2,other:1`. */
export type Basket = ReadonlyMap<string, number>;

/** Reads it; what makes no sense is left out. */
export function parseBasket(text: string | null): Basket {
  const basket = new Map<string, number>();
  for (const part of (text ?? '').split(',')) {
    const split = part.lastIndexOf(':');
    const qty = Number(part.slice(split + 1));
    if (split > 0 && Number.isInteger(qty) && qty > 0) basket.set(part.slice(0, split), qty);
  }
  return basket;
}

/** The text for the address; empty when nothing is chosen. */
export function formatBasket(basket: Basket): string {
  return Array.from(basket, ([id, qty]) => `${id}:${qty}`).join(',');
}

/** The basket with another number of one type. */
export function withQty(basket: Basket, ticketId: string, qty: number): Basket {
  const next = new Map(basket);
  if (qty > 0) next.set(ticketId, qty);
  else next.delete(ticketId);
  return next;
}

export function countOf(basket: Basket): number {
  return basket.values().reduce((sum, qty) => sum + qty, 0);
}

/** A chosen ticket type with its number. */
export interface PickedLine {
  ticket: Ticket;
  qty: number;
}

/**
 * The chosen tickets that are on sale, in the order of the shop, never more than are left, and what
 * had to be changed for that: between choosing and looking others were buying.
 */
export function fitToStock(
  basket: Basket,
  tickets: readonly Ticket[],
): { lines: PickedLine[]; short: Ticket[] } {
  const chosen = tickets.flatMap((ticket) => {
    const qty = basket.get(ticket.id);
    return qty === undefined ? [] : [{ ticket, qty }];
  });
  return {
    lines: chosen
      .map(({ ticket, qty }) => ({ ticket, qty: Math.min(qty, leftToBuy(ticket)) }))
      .filter(({ qty }) => qty > 0),
    short: chosen.flatMap(({ ticket, qty }) => (qty > leftToBuy(ticket) ? [ticket] : [])),
  };
}

/** What the chosen tickets cost in all. */
export function totalOfLines(lines: readonly PickedLine[], currency: string): number {
  return totalOf(
    lines.map(({ ticket, qty }) => ({ price: ticket.price, qty })),
    currency,
  );
}
