import type { MixEntry, Ticket } from '@onsale/contracts';
import type { Click, Expected } from './load-request.ts';

/** Quantities in a mix made from the target's tickets: most people come in twos. */
const USUAL_QUANTITIES = [
  { qty: 1, weight: 3 },
  { qty: 2, weight: 5 },
  { qty: 4, weight: 2 },
];

/** What is ordered, with its price where the target has told it. */
export interface PricedEntry extends MixEntry {
  price?: number;
  currency?: string;
}

/** The default mix: every ticket type, weighted by its capacity. */
export function mixOfTickets(tickets: readonly Ticket[]): PricedEntry[] {
  return tickets.flatMap((ticket) =>
    USUAL_QUANTITIES.map(({ qty, weight }) => ({
      ticketId: ticket.id,
      qty,
      weight: weight * Math.max(1, ticket.capacity),
      price: ticket.price,
      currency: ticket.currency,
    })),
  );
}

/** Makes the bodies of orders: distinct buyers, and tickets in proportion to their weights. */
export class OrderBodies {
  readonly #runId: string;
  #paymentMethod = '';
  #entries: Entry[] = [];
  #buyers = 0;

  constructor(runId: string) {
    this.#runId = runId;
  }

  use(mix: readonly PricedEntry[], paymentMethod: string): void {
    const total = mix.reduce((sum, entry) => sum + (entry.weight ?? 1), 0);
    let upTo = 0;
    this.#entries = mix.map((entry) => {
      upTo += (entry.weight ?? 1) / total;
      const items = asciiJson([{ ticketId: entry.ticketId, qty: entry.qty }]);
      return { upTo, items, expected: expectedOf(entry) };
    });
    this.#paymentMethod = asciiJson(paymentMethod);
  }

  /** A valid order of a new buyer, with the key of this purchase. */
  order(): Click {
    const buyer = ++this.#buyers;
    const key = `load-${this.#runId}-${buyer}`;
    const given = GIVEN_NAMES[buyer % GIVEN_NAMES.length] ?? '';
    const family = FAMILY_NAMES[Math.floor(buyer / GIVEN_NAMES.length) % FAMILY_NAMES.length] ?? '';
    const { items, expected } = this.#pick();
    const body =
      `{"customer":{"name":"${given} ${family} ${buyer}",` +
      `"email":"buyer.${buyer}.${this.#runId}@load.example"},` +
      `"items":${items},"paymentMethod":${this.#paymentMethod}}`;
    return { body, key, expected };
  }

  /** An order that must be refused, each time for another reason. */
  badOrder(): string {
    return BAD_ORDERS[++this.#buyers % BAD_ORDERS.length] ?? '{';
  }

  #pick(): Entry {
    const at = Math.random();
    // There are few entries, and the heavy ones come first: a linear search is fastest.
    for (const entry of this.#entries) if (at < entry.upTo) return entry;
    return this.#entries.at(-1) ?? { upTo: 1, items: '[]', expected: undefined };
  }
}

interface Entry {
  upTo: number;
  items: string;
  expected: Expected | undefined;
}

// Rounded to the smallest unit there is, so that floating point adds no digits.
function expectedOf({ qty, price, currency }: PricedEntry): Expected | undefined {
  if (typeof price !== 'number' || typeof currency !== 'string') return undefined;
  const amount = Number((price * qty).toFixed(3));
  return {
    total: `"grandTotal":${amount},`,
    currency: `"currency":${JSON.stringify(currency)}`,
    amount,
    currencyCode: currency,
  };
}

// With one byte for each character, a body needs neither encoding nor counting.
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const BAD_ORDERS = [
  '{"customer":',
  '{}',
  '{"customer":{"name":"No Mail","email":"none"},"items":[{"ticketId":"x","qty":1}],"paymentMethod":"card"}',
  '{"customer":{"name":"No Items","email":"a@load.example"},"items":[],"paymentMethod":"card"}',
  '{"customer":{"name":"Less Than One","email":"a@load.example"},"items":[{"ticketId":"x","qty":-1}],"paymentMethod":"card"}',
  '{"customer":{"name":"Unknown","email":"a@load.example"},"items":[{"ticketId":"no-such-ticket-anywhere","qty":1}],"paymentMethod":"card"}',
];

const GIVEN_NAMES = ['Ada', 'Ben', 'Chidi', 'Dana', 'Elif', 'Finn', 'Goran', 'Hana', 'Ines', 'Jun'];
const FAMILY_NAMES = ['Abe', 'Brandt', 'Costa', 'Diallo', 'Eriksen', 'Fischer', 'Garcia', 'Horvat'];
