import type { Event, Ticket } from '@onsale/api-client';
import { type SaleFacts, salesWindowOf } from '../event/sale.ts';

type WaitingRoom = Pick<Event, 'waitingRoom'>;

/** Whether buyers of this event wait for their turn, now or at the beginning of its sale. */
export function hasLine({ waitingRoom }: WaitingRoom): boolean {
  return waitingRoom !== undefined && (waitingRoom.isNeeded || waitingRoom.opensAt !== undefined);
}

/** The page of the line of an event, which keeps what was chosen. */
export function linePath(eventId: string, search: string): string {
  return `/line/${encodeURIComponent(eventId)}${search === '' ? '' : `?${search}`}`;
}

/**
 * Ticket types as somebody who waits for the beginning of a sale may choose them: what is on sale by then counts as on
 * sale, so that all is chosen and filled in when it is their turn.
 */
export function choosable(event: SaleFacts & WaitingRoom, tickets: readonly Ticket[]): Ticket[] {
  const { opensAt } = event.waitingRoom ?? {};
  if (opensAt === undefined || event.status !== 'on_sale') return [...tickets];
  const opensMs = Date.parse(opensAt);
  return tickets.map((ticket) => {
    const { fromMs, toMs } = salesWindowOf(event, ticket);
    const isOnSaleThen = fromMs <= opensMs && opensMs < toMs;
    return ticket.onSale || !isOnSaleThen ? ticket : { ...ticket, onSale: true };
  });
}
