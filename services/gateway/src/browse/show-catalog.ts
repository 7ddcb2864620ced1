import type { Event, EventDetails, SellerInput, Ticket } from '@onsale/contracts';
import {
  admissionFromOf,
  effectiveTerms,
  endMsOf,
  type EventDocument,
  feeMinorOf,
  given,
  holdMsOf,
  isWindowOpen,
  lobbyFromMsOf,
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
  /** Events whose line has opened by itself. */
  openLines: ReadonlySet<string>;
}

/** The ticket types that everybody is shown; the others need a code. */
export function visibleTickets({ tickets }: Pick<EventDocument, 'tickets'>): TicketType[] {
  return tickets.filter(({ hidden }) => hidden !== true);
}

/** An event in the API's form. */
export function showEvent(stored: StoredEvent, moment: Moment): Event {
  const { document: event, status } = stored;
  const visible = visibleTickets(event);
  const tickets = visible.map((ticket) => showTicket(stored, ticket, moment));
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
    soldOut: isSoldOut(event, visible.length > 0 ? visible : event.tickets, moment),
    ...given({ salesFrom, salesTo, fromPrice: price }),
    remaining,
    ...given({ waitingRoom: showWaitingRoom(event, moment) }),
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
    tickets: visibleTickets(event).map((ticket) => showTicket(stored, ticket, moment)),
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
  const needsCode = ticket.hidden === true ? true : undefined;
  const feeMinor = feeMinorOf(event, ticket);
  return {
    ...{ id, name, type, price: toDecimal(ticket.priceMinor, currency), currency },
    ...{ description, eventId },
    capacity: moment.stock.get(id)?.capacity ?? 0,
    remaining: Math.min(...books.map(({ remaining }) => remaining)),
    onSale: isOnSale(stored, ticket, moment.nowMs),
    soldOut: isSoldOut(event, [ticket], moment),
    ...given({ salesFrom, salesTo, minPerOrder, maxPerOrder, needsCode }),
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
  const admissionFrom = admissionFromOf(document);
  return [
    endMsOf(document),
    ...windows.flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
    ...(typeof admissionFrom === 'number' ? [admissionFrom] : []),
  ];
}

function showWaitingRoom(event: EventDocument, { nowMs, openLines }: Moment): Event['waitingRoom'] {
  const fromMs = admissionFromOf(event);
  if (event.waitingRoom === undefined || fromMs === undefined) return undefined;
  const { opens } = event.waitingRoom;
  if (fromMs === 'automatic') return { opens, isNeeded: openLines.has(event.id) };
  if (nowMs >= fromMs) return { opens, isNeeded: true };
  const [lobbyFrom, opensAt] = [lobbyFromMsOf(event), fromMs].map((timeMs) =>
    timeMs === undefined ? undefined : new Date(timeMs).toISOString(),
  );
  return { opens, ...given({ lobbyFrom, opensAt }), isNeeded: false };
}

function isOnSale(
  { document, status }: StoredEvent,
  ticket: TicketType | undefined,
  nowMs: number,
): boolean {
  return status === 'on_sale' && isWindowOpen(salesWindowOf(document, ticket), nowMs);
}

const NO_BOOKS: ShownStock = { capacity: 0, remaining: 0, held: 0 };

function isSoldOut(event: EventDocument, tickets: readonly TicketType[], moment: Moment): boolean {
  return tickets.every((ticket) =>
    booksOf(event, ticket, moment).some(({ remaining, held }) => remaining + held === 0),
  );
}

// Its own books, and those of its pool.
function booksOf({ id }: EventDocument, ticket: TicketType, { stock, pools }: Moment) {
  const own = stock.get(ticket.id) ?? NO_BOOKS;
  if (ticket.pool === undefined) return [own];
  return [own, pools.get(poolName(id, ticket.pool)) ?? NO_BOOKS];
}

// Of ticket types that share a pool, no more than it has left.
function remainingOf(event: EventDocument, moment: Moment): number {
  const byPool = Map.groupBy(visibleTickets(event), ({ pool }) => pool);
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
