import type { EventDetails, Seller } from '@onsale/api-client';
import type { EventInput } from '@onsale/contracts';

type TicketInput = EventInput['tickets'][number];
type Ticket = EventDetails['tickets'][number];

/** What is left of a ticket type that is on sale already. */
export type Left = ReadonlyMap<string, number>;

const DEFAULT_HOLD_MINUTES = 15;

/**
 * What the shop would show of a draft if it were published as it is. What is still missing in it is empty
 * or 0.
 */
export function detailsOfDraft(
  draft: EventInput,
  { seller, left, nowMs }: { seller: Seller; left: Left; nowMs: number },
): EventDetails {
  const all = draft.tickets.map((ticket) => ticketOf(draft, ticket, { left, nowMs }));
  // The others are shown to whoever has a code.
  const tickets = all.filter(({ needsCode }) => needsCode !== true);
  const { questions = [], description = '', fee: _fee, pools: _pools, ...same } = draft;
  const { maxHoldsPerClient: _client, maxHoldsPerCustomer: _customer, ...shown } = same;
  const { manualHoldDays: _days, holdMinutes = DEFAULT_HOLD_MINUTES, rehearsal, ...more } = shown;
  // Nobody waits in a preview: there is nothing behind it.
  const { waitingRoom: _line, ...rest } = more;
  const prices = tickets.flatMap(({ price, currency }) =>
    currency === draft.currency ? price : [],
  );
  return {
    ...rest,
    ...{ description, holdMinutes, rehearsal: rehearsal === true, status: 'on_sale' },
    id: draft.id || 'draft',
    ticketIds: tickets.map(({ id }) => id),
    tickets,
    questions: questions.map(({ required = false, for: asked = 'order', ...question }) => ({
      ...question,
      required,
      for: asked,
    })),
    onSale: isOpen(draft, draft, nowMs),
    soldOut: (tickets.length > 0 ? tickets : all).every(({ soldOut }) => soldOut),
    ...(prices.length === 0 ? {} : { fromPrice: Math.min(...prices) }),
    remaining: tickets.reduce((sum, { remaining }) => sum + remaining, 0),
    hasCodes: tickets.length < all.length,
    ...termsOf(draft, seller),
  };
}

function ticketOf(
  draft: EventInput,
  ticket: TicketInput,
  { left, nowMs }: { left: Left; nowMs: number },
): Ticket {
  const { fee = draft.fee, pool, currency = draft.currency, ...written } = ticket;
  const { description = '', hidden, ...same } = written;
  const capacity = finite(same.capacity);
  const room = draft.pools?.find(({ id }) => id === pool)?.capacity;
  const most = Math.min(capacity, room === undefined ? capacity : finite(room));
  const remaining = Math.min(most, left.get(ticket.id) ?? most);
  const price = finite(same.price);
  const hasFee = fee !== undefined && currency === draft.currency && price > 0;
  return {
    ...same,
    ...{ price, currency, description, capacity, remaining, eventId: draft.id || 'draft' },
    onSale: isOpen(draft, ticket, nowMs),
    soldOut: remaining === 0,
    ...(hidden === true ? { needsCode: true } : {}),
    ...(hasFee ? { fee: finite(fee) } : {}),
  };
}

function isOpen(
  draft: EventInput,
  ticket: Pick<EventInput, 'salesFrom' | 'salesTo'>,
  nowMs: number,
): boolean {
  const isAfter = (moment: string | undefined) =>
    moment === undefined || Date.parse(moment) <= nowMs;
  const isBefore = (moment: string | undefined) =>
    moment === undefined || Date.parse(moment) > nowMs;
  return [draft, ticket].every(({ salesFrom, salesTo }) => isAfter(salesFrom) && isBefore(salesTo));
}

function termsOf({ terms, termsVersion }: EventInput, seller: Seller): Partial<EventDetails> {
  if (termsVersion !== undefined) {
    return { termsVersion, ...(terms === undefined ? {} : { terms }), termsOf: 'event' };
  }
  if (seller.terms === undefined) return {};
  return { termsVersion: seller.terms.version, terms: seller.terms.text, termsOf: 'seller' };
}

function finite(amount: number | string): number {
  const found = Number(amount);
  return Number.isFinite(found) && found > 0 ? found : 0;
}
