import type { Event, EventDetails, Ticket } from '@onsale/api-client';

/** How the sale of an event stands. `taken`: all tickets are held by buyers who have yet to pay. */
export type SaleState =
  | ('open' | 'soldOut' | 'taken')
  | ('before' | 'ended' | 'paused' | 'closed' | 'cancelled' | 'over');

/** What decides it. */
export type SaleFacts = Pick<
  Event,
  'status' | 'startsAt' | 'endsAt' | 'salesFrom' | 'salesTo' | 'soldOut' | 'remaining'
> &
  Partial<Pick<EventDetails, 'rehearsal'>>;

/** An event without an end is over so long after its start, says the gateway. */
const ASSUMED_LENGTH_MS = 12 * 3_600_000;

/** How its sale stands at a moment of the server (Unix time in ms); what hinders most comes first. */
export function saleOf(event: SaleFacts, nowMs: number): SaleState {
  if (event.status === 'cancelled') return 'cancelled';
  if (nowMs >= endMsOf(event)) return 'over';
  if (event.status === 'paused') return 'paused';
  if (event.status !== 'on_sale') return 'closed';
  if (nowMs < timeOf(event.salesFrom, 0)) return 'before';
  if (nowMs >= timeOf(event.salesTo, Infinity)) return 'ended';
  if (event.soldOut) return 'soldOut';
  return event.remaining > 0 ? 'open' : 'taken';
}

/** When an event is over: Unix time in ms; a rehearsal never is. */
function endMsOf(event: Pick<SaleFacts, 'startsAt' | 'endsAt' | 'rehearsal'>): number {
  if (event.rehearsal === true) return Infinity;
  return timeOf(event.endsAt, Date.parse(event.startsAt) + ASSUMED_LENGTH_MS);
}

/** When a ticket type can be ordered: Unix times in ms, from 0 to Infinity without limits. */
export function salesWindowOf(
  event: Pick<SaleFacts, 'startsAt' | 'endsAt' | 'salesFrom' | 'salesTo' | 'rehearsal'>,
  ticket: Pick<Ticket, 'salesFrom' | 'salesTo'>,
): { fromMs: number; toMs: number } {
  return {
    fromMs: Math.max(timeOf(event.salesFrom, 0), timeOf(ticket.salesFrom, 0)),
    toMs: Math.min(
      ...[timeOf(event.salesTo, Infinity), timeOf(ticket.salesTo, Infinity), endMsOf(event)],
    ),
  };
}

/** A response from a cache may be so old. */
const STALE_MS = 3000;

/**
 * Ticket types as they are at a moment, although the server was asked before it: each sale opens and
 * ends by itself, so that no page has to ask in the very moment in which all others would.
 * `askedMs`, `nowMs`: Unix times by the clock of the server.
 */
export function ticketsAt(
  event: SaleFacts,
  tickets: readonly Ticket[],
  { askedMs, nowMs }: { askedMs: number; nowMs: number },
): Ticket[] {
  return tickets.map((ticket) => {
    const { fromMs, toMs } = salesWindowOf(event, ticket);
    const hasOpenedSince =
      event.status === 'on_sale' && fromMs <= nowMs && askedMs < fromMs + STALE_MS && fromMs > 0;
    const onSale = (ticket.onSale || hasOpenedSince) && nowMs < toMs;
    return onSale === ticket.onSale ? ticket : { ...ticket, onSale };
  });
}

/** The next moment at which a sale opens or ends, or the event is over; Infinity when there is none. */
export function nextTurnMs(event: SaleFacts, tickets: readonly Ticket[], nowMs: number): number {
  const windows = tickets.map((ticket) => salesWindowOf(event, ticket));
  const moments = [
    ...windows.flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
    ...[timeOf(event.salesFrom, 0), timeOf(event.salesTo, Infinity), endMsOf(event)],
  ];
  return moments.reduce((next, ms) => (ms > nowMs && ms < next ? ms : next), Infinity);
}

function timeOf(moment: string | undefined, otherwise: number): number {
  return moment === undefined ? otherwise : Date.parse(moment);
}
