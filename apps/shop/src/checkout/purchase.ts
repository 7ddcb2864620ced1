import type { CreateOrderRequest } from '@onsale/api-client';

/**
 * One purchase of one event in this window. Its key is made once and stays until the server has
 * answered, through double clicks, reloads, lost connections and changes of the form: whatever was
 * sent under it, at most one order comes of it.
 */
export interface Purchase {
  key: string;
  /** What was sent under the key without a clear "no", the last at the end. */
  sent: CreateOrderRequest[];
  /** What the buyer has ordered while there was no network: it has not left this window. */
  unsent?: CreateOrderRequest | undefined;
  /** When the buyer pressed the button last, by the clock of this window. */
  pressedAtMs: number;
  /** The order that came of it. */
  orderId?: string;
  /** Its buyer was taken to the payment page by the page itself, which is done once. */
  wentToPay?: boolean;
  /** What was ordered last, whatever came of it: the form begins with it. */
  typed?: CreateOrderRequest | undefined;
}

const PREFIX = 'onsale.purchase.';
/** When the browser keeps nothing for us, the page does, until it is reloaded. */
const memory = new Map<string, string>();

/** The purchase of this event that this window has begun or made. */
export function readPurchase(eventId: string): Purchase | undefined {
  const text = read(PREFIX + eventId);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isPurchase(value) ? value : undefined;
  } catch {
    // Not ours, or cut off: then it is not known what was sent, and a new key is all that is left.
    return undefined;
  }
}

/** An order that this window has placed, for pages that say so. */
export interface PlacedPurchase {
  orderId: string;
  items: CreateOrderRequest['items'];
}

/** The order that this window has placed for an event, if it has, with what was ordered. */
export function readPlaced(eventId: string): PlacedPurchase | undefined {
  const purchase = readPurchase(eventId);
  if (purchase?.orderId === undefined) return undefined;
  return { orderId: purchase.orderId, items: purchase.sent.at(-1)?.items ?? [] };
}

/** Whether the outcome of a purchase is open: something was ordered and nothing has come of it yet. */
export function isUnfinished(purchase: Purchase | undefined): boolean {
  return lastWanted(purchase) !== undefined;
}

/** What the buyer of an unfinished purchase ordered last. */
export function lastWanted(purchase: Purchase | undefined): CreateOrderRequest | undefined {
  if (purchase === undefined || purchase.orderId !== undefined) return undefined;
  return purchase.unsent ?? purchase.sent.at(-1);
}

/** Whether something that was sent may have become an order that this window does not know of. */
export function isUnclear(purchase: Purchase | undefined): boolean {
  return purchase !== undefined && purchase.orderId === undefined && purchase.sent.length > 0;
}

/** Notes, before anything is sent, that the buyer wants this. */
export function noteWanted(eventId: string, order: CreateOrderRequest): Purchase {
  const open = readPurchase(eventId);
  const { key, sent } =
    open === undefined || open.orderId !== undefined ? { key: makeKey(), sent: [] } : open;
  return write(eventId, { key, sent, unsent: order, typed: order, pressedAtMs: Date.now() });
}

/** Notes that this is about to leave: from here on it may have arrived. */
export function noteSent(eventId: string, order: CreateOrderRequest): void {
  change(eventId, (purchase) => {
    const { unsent, sent } = purchase;
    const isThis = unsent !== undefined && isSame(unsent, order);
    return {
      ...purchase,
      sent: [...without(sent, order), order],
      unsent: isThis ? undefined : unsent,
    };
  });
}

/** Notes that the buyer has given up before this could be sent. */
export function noteNotSent(eventId: string): void {
  change(eventId, (purchase) => ({ ...purchase, unsent: undefined }));
}

/** Notes that this has not been taken and is to be sent again: it is as if it had never left. */
export function noteNotTaken(eventId: string, order: CreateOrderRequest): void {
  change(eventId, (purchase) => ({
    ...purchase,
    sent: without(purchase.sent, order),
    unsent: order,
  }));
}

/** Notes that the server has clearly refused this content. */
export function noteRefused(eventId: string, order: CreateOrderRequest): void {
  change(eventId, (purchase) => ({ ...purchase, sent: without(purchase.sent, order) }));
}

/** Notes which order has come of it, and what was ordered. */
export function notePlaced(eventId: string, orderId: string, order: CreateOrderRequest): void {
  change(eventId, (purchase) => ({ ...purchase, sent: [order], unsent: undefined, orderId }));
}

/**
 * Whether the page of an order is to lead on to the payment page by itself: once, and only in the window
 * in which it was ordered. Whoever comes back from there decides.
 */
export function isFirstWayToPay({ eventId, orderId }: OrderOfEvent): boolean {
  const purchase = readPurchase(eventId);
  if (purchase?.orderId !== orderId || purchase.wentToPay === true) return false;
  write(eventId, { ...purchase, wentToPay: true });
  return true;
}

/** An order, as far as it is told from others. */
export interface OrderOfEvent {
  eventId: string;
  orderId: string;
}

/** Notes that this order came to nothing: the next is a purchase of its own, with what was typed. */
export function endPurchase({ eventId, orderId }: OrderOfEvent): void {
  const purchase = readPurchase(eventId);
  if (purchase?.orderId === orderId) typeAgain(eventId, purchase.sent.at(-1));
}

/** Lets the next form of this event begin with this, unless an order of it is on its way. */
export function typeAgain(eventId: string, typed: CreateOrderRequest | undefined): void {
  if (isUnfinished(readPurchase(eventId))) return;
  write(eventId, { key: makeKey(), sent: [], pressedAtMs: 0, typed });
}

/** The next order of this event is a purchase of its own. */
export function forgetPurchase(eventId: string): void {
  memory.delete(PREFIX + eventId);
  try {
    sessionStorage.removeItem(PREFIX + eventId);
  } catch {
    // The browser keeps nothing; neither is there anything to remove.
  }
}

export function isSame(a: CreateOrderRequest, b: CreateOrderRequest): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function without(orders: readonly CreateOrderRequest[], order: CreateOrderRequest) {
  return orders.filter((each) => !isSame(each, order));
}

// Another version of the page, an extension or a curious visitor may have written something else.
function isPurchase(value: unknown): value is Purchase {
  if (typeof value !== 'object' || value === null) return false;
  const { key, sent, unsent, typed, pressedAtMs, orderId } = value as Record<string, unknown>;
  return (
    typeof key === 'string' &&
    /^[0-9a-f]{32}$/.test(key) &&
    typeof pressedAtMs === 'number' &&
    (orderId === undefined || typeof orderId === 'string') &&
    Array.isArray(sent) &&
    sent.every(isOrder) &&
    (unsent === undefined || isOrder(unsent)) &&
    (typed === undefined || isOrder(typed))
  );
}

function isOrder(value: unknown): value is CreateOrderRequest {
  if (typeof value !== 'object' || value === null) return false;
  const { customer, items, paymentMethod } = value as Record<string, unknown>;
  if (typeof customer !== 'object' || customer === null || !Array.isArray(items)) return false;
  const { name, email } = customer as Record<string, unknown>;
  return typeof name === 'string' && typeof email === 'string' && typeof paymentMethod === 'string';
}

// crypto.randomUUID is missing on plain http, which a shop in a local network may be.
function makeKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

function change(eventId: string, edit: (purchase: Purchase) => Purchase): void {
  const purchase = readPurchase(eventId);
  if (purchase !== undefined) write(eventId, edit(purchase));
}

function read(name: string): string | undefined {
  try {
    return sessionStorage.getItem(name) ?? memory.get(name);
  } catch {
    return memory.get(name);
  }
}

function write(eventId: string, purchase: Purchase): Purchase {
  const text = JSON.stringify(purchase);
  memory.set(PREFIX + eventId, text);
  try {
    sessionStorage.setItem(PREFIX + eventId, text);
  } catch {
    // Kept in memory then.
  }
  return purchase;
}
