import {
  currencyExponent,
  given,
  salesWindowOf,
  type StoredEvent,
  type TicketType,
  toDecimal,
} from '@onsale/ledger';
import { type Moment, showTicket, visibleTickets } from '../browse/show-catalog.ts';
import type { Shop } from './page-head.ts';

/** What the page says as well, and where it is. */
interface About {
  description: string;
  url: string | undefined;
  image: string | undefined;
  seller: Shop['seller'];
}

/** An event in the words of https://schema.org/Event, which search engines read. */
export function eventData(stored: StoredEvent, moment: Moment, about: About): object {
  const { document: event, status } = stored;
  const { url, image, description, seller } = about;
  return {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: event.name,
    description,
    startDate: event.startsAt,
    ...given({ endDate: event.endsAt, doorTime: event.doorsAt, url, image }),
    eventStatus: schema(status === 'cancelled' ? 'EventCancelled' : 'EventScheduled'),
    eventAttendanceMode: schema('OfflineEventAttendanceMode'),
    location: {
      '@type': 'Place',
      name: event.venue,
      address: event.city ?? event.venue,
    },
    ...given({ organizer: seller && organizer(seller) }),
    offers: visibleTickets(event).map((ticket) => offer(stored, ticket, { moment, url })),
  };
}

function organizer({ name, website }: NonNullable<Shop['seller']>): object {
  return { '@type': 'Organization', name, ...given({ url: website }) };
}

function offer(
  stored: StoredEvent,
  ticket: TicketType,
  { moment, url }: { moment: Moment; url: string | undefined },
): object {
  const shown = showTicket(stored, ticket, moment);
  const { fromMs } = salesWindowOf(stored.document, ticket);
  return {
    '@type': 'Offer',
    name: ticket.name,
    // What is charged, as in every other place that shows a price.
    price: toDecimal(ticket.priceMinor, ticket.currency).toFixed(currencyExponent(ticket.currency)),
    priceCurrency: ticket.currency,
    availability: schema(availability(stored, shown, fromMs > moment.nowMs)),
    ...(fromMs === 0 ? {} : { validFrom: new Date(fromMs).toISOString() }),
    ...given({ url }),
  };
}

function availability(
  { status }: StoredEvent,
  { onSale, soldOut }: { onSale: boolean; soldOut: boolean },
  isLater: boolean,
): string {
  if (soldOut) return 'SoldOut';
  if (onSale) return 'InStock';
  // Paused, closed, cancelled, or over.
  return status === 'on_sale' && isLater ? 'PreOrder' : 'OutOfStock';
}

function schema(name: string): string {
  return `https://schema.org/${name}`;
}
