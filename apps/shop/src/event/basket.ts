import type { EventDetails, Ticket } from '@onsale/api-client';
import { totalOf } from '@onsale/i18n';
import { leftToBuy } from './availability.ts';

/** What a buyer has chosen: tickets of each type. Kept in the address, as `basket=id:2,other:1`. */
export type Basket = ReadonlyMap<string, number>;

/** Reads it; what makes no sense is left out, and the same type twice is added up. */
export function parseBasket(text: string | null): Basket {
  const basket = new Map<string, number>();
  for (const part of partsOf(text)) {
    const { id, qty } = readPart(part);
    if (qty > 0) basket.set(id, (basket.get(id) ?? 0) + qty);
  }
  return basket;
}

/** Whether all of the text made sense. */
export function isReadable(text: string | null): boolean {
  return partsOf(text).every((part) => readPart(part).qty > 0);
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
  return [...basket.values()].reduce((sum, qty) => sum + qty, 0);
}

/** A chosen ticket type with its number. */
export interface PickedLine {
  ticket: Ticket;
  qty: number;
}

/** How many tickets one order may have in all. */
export interface OrderLimits {
  least: number;
  most: number;
}

/** Of a shop that has not said its own yet. */
const MOST_PER_ORDER = 10;

/** The limits of an order: those of the shop, the event and each customer. */
export function limitsOf(
  event: Pick<EventDetails, 'minPerOrder' | 'maxPerOrder' | 'maxPerCustomer'>,
  mostOfShop = MOST_PER_ORDER,
): OrderLimits {
  const { minPerOrder: least = 1, maxPerOrder = Infinity, maxPerCustomer = Infinity } = event;
  return { least, most: Math.min(mostOfShop, maxPerOrder, maxPerCustomer) };
}

/** Why there are fewer tickets in the basket than the address says. */
export type BasketChange =
  /** Ticket types that the event does not have. */
  | { kind: 'unknown' }
  /** Nothing of it can be bought now. */
  | { kind: 'gone' | 'taken' | 'closed'; ticket: Ticket }
  | { kind: 'fewer'; ticket: Ticket; left: number }
  /** More than one order may have of it, or in all. */
  | { kind: 'tooMany'; ticket: Ticket; most: number }
  | { kind: 'tooManyInAll'; most: number };

/** What a basket is, with regard to stock and limits. */
export interface FittedBasket {
  lines: PickedLine[];
  changes: BasketChange[];
}

const NO_LIMITS: OrderLimits = { least: 1, most: Infinity };

/**
 * The chosen tickets that are on sale, in the order of the shop, never more than are left or than one
 * order may have, and what had to be changed for that: between choosing and looking others were
 * buying, and anybody can write an address.
 */
export function fitToStock(
  basket: Basket,
  tickets: readonly Ticket[],
  limits: OrderLimits = NO_LIMITS,
): FittedBasket {
  const fitted: FittedBasket = { lines: [], changes: [] };
  let room = limits.most;
  for (const ticket of tickets) {
    const wanted = basket.get(ticket.id);
    if (wanted === undefined) continue;
    const allowed = Math.min(wanted, ticket.maxPerOrder ?? Infinity);
    const left = leftToBuy(ticket);
    const qty = Math.min(allowed, left, room);
    if (qty > 0) fitted.lines.push({ ticket, qty });
    room -= qty;
    if (left < allowed) {
      fitted.changes.push(shortage(ticket, left));
    } else if (allowed < wanted) {
      fitted.changes.push({ kind: 'tooMany', ticket, most: allowed });
    }
    if (qty < Math.min(allowed, left)) {
      fitted.changes.push({ kind: 'tooManyInAll', most: limits.most });
    }
  }
  if ([...basket.keys()].some((id) => tickets.every((ticket) => ticket.id !== id))) {
    fitted.changes.push({ kind: 'unknown' });
  }
  return { ...fitted, changes: once(fitted.changes) };
}

/**
 * What an order still needs: so many of a ticket type or in all at least, one currency, or no more tickets than
 * its code is good for.
 */
export type Lack = { ticket?: Ticket; least: number } | 'oneCurrency' | { uses: number };

/** Why what is chosen can't be ordered yet; empty when it can. */
export function lacksOf(lines: readonly PickedLine[], limits: OrderLimits): Lack[] {
  const count = countOf(basketOf(lines));
  return [
    ...lines.flatMap(({ ticket, qty }) =>
      qty < (ticket.minPerOrder ?? 1) ? [{ ticket, least: ticket.minPerOrder ?? 1 }] : [],
    ),
    ...(count > 0 && count < limits.least ? [{ least: limits.least }] : []),
    ...(new Set(lines.map(({ ticket }) => ticket.currency)).size > 1
      ? (['oneCurrency'] as const)
      : []),
  ];
}

/** The currency of an order is that of its tickets, which may be another than the event's. */
export function currencyOf(
  lines: readonly PickedLine[],
  event: Pick<EventDetails, 'currency'>,
): string {
  return lines[0]?.ticket.currency ?? event.currency;
}

/** What the chosen tickets cost in all; those of another currency are not in it. */
export function totalOfLines(lines: readonly PickedLine[], currency: string): number {
  return totalOf(
    lines
      .filter(({ ticket }) => ticket.currency === currency)
      .map(({ ticket, qty }) => ({ price: ticket.price, qty })),
    currency,
  );
}

/** The basket of what is really in it. */
export function basketOf(lines: readonly PickedLine[]): Basket {
  return new Map(lines.map(({ ticket, qty }) => [ticket.id, qty]));
}

function partsOf(text: string | null): string[] {
  return (text ?? '').split(',').filter((part) => part !== '');
}

// A number of tickets is written in digits: neither signs nor fractions, and nothing endless.
function readPart(part: string): { id: string; qty: number } {
  const [, id = '', digits = '0'] = /^(.+):(\d{1,6})$/.exec(part) ?? [];
  return { id, qty: Number(digits) };
}

function shortage(ticket: Ticket, left: number): BasketChange {
  if (left > 0) return { kind: 'fewer', ticket, left };
  if (!ticket.onSale) return { kind: 'closed', ticket };
  return { kind: ticket.soldOut ? 'gone' : 'taken', ticket };
}

function once(changes: BasketChange[]): BasketChange[] {
  const isFirst = (change: BasketChange, i: number) =>
    changes.findIndex(({ kind }) => kind === change.kind) === i;
  return changes.filter((change, i) => 'ticket' in change || isFirst(change, i));
}
