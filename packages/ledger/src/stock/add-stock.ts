import type { EventRefusal } from '../events/event-refusal.ts';
import { readEvents } from '../events/read-events.ts';
import { writeEvent } from '../events/write-event.ts';
import type { Ledger } from '../ledger.ts';

/** The result of `addStock`; `there`: it had this capacity before. */
export type StockAddition =
  | { outcome: 'added' | 'there'; eventId: string; revision: number }
  /** The ticket type has neither the old capacity nor the new one. */
  | { outcome: 'other-capacity'; capacity: number }
  | { outcome: 'no-such-ticket' }
  | EventRefusal;

/**
 * Raises the capacity of a ticket type from one number to another, as a change of its event.
 * Repeating it adds nothing. What else is changed at the same time stays.
 */
export async function addStock(
  ledger: Ledger,
  ticketId: string,
  { from, to }: { from: number; to: number },
): Promise<StockAddition> {
  for (;;) {
    const event = await findEventOf(ledger, ticketId);
    const ticket = event?.document.tickets.find(({ id }) => id === ticketId);
    if (event === undefined || ticket === undefined) return { outcome: 'no-such-ticket' };
    const { document, revision } = event;
    if (ticket.capacity === to) return { outcome: 'there', eventId: document.id, revision };
    if (ticket.capacity !== from) return { outcome: 'other-capacity', capacity: ticket.capacity };
    const tickets = document.tickets.map((each) =>
      each.id === ticketId ? { ...each, capacity: to } : each,
    );
    const written = await writeEvent(ledger, { ...document, tickets }, { revision });
    if (written.outcome === 'written') {
      return { outcome: 'added', eventId: document.id, revision: written.event.revision };
    }
    if (written.code !== 'REVISION_CHANGED') return written;
  }
}

/** The event that sells a ticket type; undefined when none does. */
export async function findEventOf(ledger: Ledger, ticketId: string) {
  const events = await readEvents(ledger);
  return events.find(
    ({ status, document }) =>
      status !== 'archived' && document.tickets.some(({ id }) => id === ticketId),
  );
}
