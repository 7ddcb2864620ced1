import { type EventSummary, type OfficeEvent, SALE_STEPS } from '@onsale/contracts';
import {
  endMsOf,
  EVENT_STEPS,
  eventInputOf,
  given,
  isWindowOpen,
  salesWindowOf,
  type StoredEvent,
} from '@onsale/ledger';
import type { EventBooks } from './event-books.ts';

/** An event with all that a member sees of it. */
export function showEvent(
  stored: StoredEvent,
  books: EventBooks,
  { publicUrl, nowMs }: { publicUrl: string; nowMs: number },
): OfficeEvent {
  const { document, revision, status, changedAtMs } = stored;
  return {
    ...{ eventId: document.id, revision, status },
    ...{ isOnSale: isOnSale(stored, nowMs), isOver: isOver(stored, nowMs) },
    changedAt: new Date(changedAtMs).toISOString(),
    event: eventInputOf(document),
    url: `${publicUrl.replace(/\/$/, '')}/events/${document.id}`,
    steps: SALE_STEPS.filter((step) =>
      (EVENT_STEPS[step].from as readonly string[]).includes(status),
    ),
    ...books,
  };
}

/** An event as a row of a list. */
export function summarizeEvent(
  stored: StoredEvent,
  { capacity, remaining, held, sold }: EventBooks,
  nowMs: number,
): EventSummary {
  const { document, revision, status, changedAtMs } = stored;
  const { id, name, venue, city, category, picture, startsAt, timeZone, currency } = document;
  const { salesFrom, salesTo, rehearsal = false } = document;
  return {
    ...{ eventId: id, name, venue, startsAt, currency, status, rehearsal, revision },
    ...given({ city, category, picture, timeZone, salesFrom, salesTo }),
    ...{ isOnSale: isOnSale(stored, nowMs), isOver: isOver(stored, nowMs) },
    ...{ capacity, remaining, held, sold },
    changedAt: new Date(changedAtMs).toISOString(),
  };
}

/** Whether an event has taken place; a rehearsal never has. */
export function isOver({ document }: StoredEvent, nowMs: number): boolean {
  const endMs = endMsOf(document);
  return endMs !== 0 && nowMs >= endMs;
}

function isOnSale({ document, status }: StoredEvent, nowMs: number): boolean {
  if (status !== 'on_sale') return false;
  return document.tickets.some((ticket) => isWindowOpen(salesWindowOf(document, ticket), nowMs));
}
