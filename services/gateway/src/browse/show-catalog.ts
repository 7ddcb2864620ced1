import type { Event, EventDetails, SellerInput, Ticket } from '@onsale/contracts';
import {
  effectiveTerms,
  endMsOf,
  type EventDocument,
  feeMinorOf,
  given,
  holdMsOf,
  isWindowOpen,
  poolName,
  salesWindowOf,
  type ShownStock,
  type StoredEvent,
  type TicketType,
  toDecimal,
} from '@onsale/ledger';
import type { Stock } from './read-stock.ts';

/** The stock and the time at which events and tickets are shown. */
export interface Moment extends Stock {
  nowMs: number;
}

/** An event in the API's form. */
export function showEvent(stored: StoredEvent, moment: Moment): Event {
  const { document: event, status } = stored;
  const tickets = event.tickets.map((ticket) => showTicket(stored, ticket, moment));
  const { id, name, venue, startsAt, description, currency } = event;
  const { city, category, endsAt, doorsAt, timeZone, picture, salesFrom, salesTo } = event;
  const { minimumAge, ageNote } = event;
  const remaining = remainingOf(event, moment);
  const price = fromPrice(event, tickets);
  return {
    ...{ id, name, venue, ...given({ city, category }) },
    ...{ startsAt, ...given({ endsAt, doorsAt, timeZone, minimumAge, ageNote }) },
    ...{ description, ...given({ picture }), currency },
    ticketIds: tickets.map((ticket) => ticket.id),
    status,
    onSale: isOnSale(stored, undefined, moment.nowMs),
    soldOut: tickets.every((ticket) => ticket.soldOut),
    ...given({ salesFrom, salesTo, fromPrice: price }),
    remaining,
    hasCodes: stored.hasCodes,
  };
}

/** One event with everything a buyer is shown and asked, the seller's terms included. */
export function showEventDetails(
  stored: StoredEvent,
  moment: Moment,
  seller: SellerInput | undefined,
): EventDetails {
  const { document: event } = stored;
  const { paymentMethods, minPerOrder, maxPerOrder, maxPerCustomer } = event;
  const { taxRate } = event;
  const terms = effectiveTerms(event, seller);
  return {
    ...showEvent(stored, moment),
    rehearsal: event.rehearsal === true,
    tickets: event.tickets.map((ticket) => showTicket(stored, ticket, moment)),
    questions: event.questions ?? [],
    ...given({ paymentMethods }),
    holdMinutes: holdMsOf(event) / 60_000,
    ...given({ minPerOrder, maxPerOrder, maxPerCustomer, taxRate }),
    ...given({ termsVersion: terms?.version, terms: terms?.text, termsOf: terms?.of }),
  };
}

/** A ticket type in the API's form. */
export function showTicket(stored: StoredEvent, ticket: TicketType, moment: Moment): Ticket {
  const { document: event } = stored;
  const { id, name, type, currency, description, eventId } = ticket;
  const { salesFrom, salesTo, minPerOrder, maxPerOrder } = ticket;
  const books = booksOf(event, ticket, moment);
  const feeMinor = feeMinorOf(event, ticket);
  return {
    ...{ id, name, type, price: toDecimal(ticket.priceMinor, currency), currency },
    ...{ description, eventId },
    capacity: moment.stock.get(id)?.capacity ?? 0,
    remaining: Math.min(...books.map(({ remaining }) => remaining)),
    onSale: isOnSale(stored, ticket, moment.nowMs),
    soldOut: books.some(({ remaining, held }) => remaining + held === 0),
    ...given({ salesFrom, salesTo, minPerOrder, maxPerOrder }),
    ...(feeMinor === 0 ? {} : { fee: toDecimal(feeMinor, currency) }),
  };
}

/** Whether an event is over. */
export function isOver({ document }: StoredEvent, nowMs: number): boolean {
  const endMs = endMsOf(document);
  return endMs !== 0 && nowMs >= endMs;
}

/** When something about an event changes by itself: Unix times in ms. */
export function turningPointsOf({ document }: StoredEvent): number[] {
  const windows = [
    salesWindowOf(document),
    ...document.tickets.map((ticket) => salesWindowOf(document, ticket)),
  ];
  return [endMsOf(document), ...windows.flatMap(({ fromMs, toMs }) => [fromMs, toMs])];
}

function isOnSale(
  { document, status }: StoredEvent,
  ticket: TicketType | undefined,
  nowMs: number,
): boolean {
  return status === 'on_sale' && isWindowOpen(salesWindowOf(document, ticket), nowMs);
}

const NO_BOOKS: ShownStock = { capacity: 0, remaining: 0, held: 0 };

// Its own books, and those of its pool.
function booksOf({ id }: EventDocument, ticket: TicketType, { stock, pools }: Moment) {
  const own = stock.get(ticket.id) ?? NO_BOOKS;
  if (ticket.pool === undefined) return [own];
  return [own, pools.get(poolName(id, ticket.pool)) ?? NO_BOOKS];
}

// Of ticket types that share a pool, no more than it has left.
function remainingOf(event: EventDocument, moment: Moment): number {
  const byPool = Map.groupBy(event.tickets, ({ pool }) => pool);
  let sum = 0;
  for (const [poolId, tickets] of byPool) {
    const left = tickets.map(({ id }) => moment.stock.get(id)?.remaining ?? 0);
    const together = left.reduce((a, b) => a + b, 0);
    const pool = poolId && moment.pools.get(poolName(event.id, poolId));
    sum += pool ? Math.min(together, pool.remaining) : together;
  }
  return sum;
}

function fromPrice(event: EventDocument, tickets: readonly Ticket[]): number | undefined {
  const priced = tickets.filter(({ currency }) => currency === event.currency);
  const offered = priced.filter(({ onSale, soldOut }) => onSale && !soldOut);
  const prices = (offered.length > 0 ? offered : priced).map(({ price }) => price);
  return prices.length === 0 ? undefined : Math.min(...prices);
}
