import type { CreateOrderRequest } from '@onsale/contracts';

/**
 * One purchase of one event in this window. Its key is made once and stays until the server has
 * answered, through double clicks, reloads, lost connections and changes of the form: whatever was
 * sent under it, at most one order comes of it.
 */
export interface Purchase {
  key: string;
  /** What was sent under the key without a clear "no", the last at the end. */
  sent: CreateOrderRequest[];
  sentAtMs: number;
  /** The order that came of it. */
  orderId?: string;
}

const PREFIX = 'onsale.purchase.';
/** When the browser keeps nothing for us, the page does, until it is reloaded. */
const memory = new Map<string, string>();

/** The purchase of this event that this window has begun or made. */
export function readPurchase(eventId: string): Purchase | undefined {
  const text = read(PREFIX + eventId);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Purchase;
  } catch {
    // Not ours, or cut off: then it is not known what was sent, and a new key is all that is left.
    return undefined;
  }
}

/** Notes, before anything is sent, that it will be. */
export function beginSending(eventId: string, order: CreateOrderRequest): Purchase {
  const open = readPurchase(eventId);
  const purchase: Purchase =
    open === undefined || open.orderId !== undefined
      ? { key: makeKey(), sent: [order], sentAtMs: Date.now() }
      : {
          ...open,
          sent: [...open.sent.filter((earlier) => !isSame(earlier, order)), order],
          sentAtMs: Date.now(),
        };
  write(PREFIX + eventId, JSON.stringify(purchase));
  return purchase;
}

/** Notes that the server has clearly refused this content. */
export function noteRefused(eventId: string, order: CreateOrderRequest): void {
  const purchase = readPurchase(eventId);
  if (purchase === undefined) return;
  const sent = purchase.sent.filter((earlier) => !isSame(earlier, order));
  write(PREFIX + eventId, JSON.stringify({ ...purchase, sent }));
}

/** Notes which order has come of it. */
export function notePlaced(eventId: string, orderId: string): void {
  const purchase = readPurchase(eventId);
  if (purchase === undefined) return;
  write(PREFIX + eventId, JSON.stringify({ ...purchase, orderId }));
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

// crypto.randomUUID is missing on plain http, which a shop in a local network may be.
function makeKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

function read(name: string): string | undefined {
  try {
    return sessionStorage.getItem(name) ?? memory.get(name);
  } catch {
    return memory.get(name);
  }
}

function write(name: string, text: string): void {
  memory.set(name, text);
  try {
    sessionStorage.setItem(name, text);
  } catch {
    // Kept in memory then.
  }
}
