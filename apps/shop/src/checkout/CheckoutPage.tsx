import { ApiError } from '@onsale/api-client';
import { inkOf, Loading } from '@onsale/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'wouter';
import { NoticePage } from '../app/NoticePage.tsx';
import { eventQuery, eventTicketsQuery } from '../app/queries.ts';
import { ShopPage } from '../app/ShopPage.tsx';
import { TroubleNotice } from '../app/TroubleNotice.tsx';
import { ticketsWith } from '../code/offer.ts';
import { useCode } from '../code/use-code.ts';
import { choosable } from '../room/waiting-room.ts';
import { m } from '../paraglide/messages.js';
import { Checkout } from './Checkout.tsx';
import classes from './CheckoutPage.module.css';

/** `/events/:eventId/checkout`: from the chosen tickets to an order, on one screen. */
export function CheckoutPage() {
  const { eventId } = useParams<{ eventId: string }>();
  const [search] = useSearchParams();
  const event = useQuery(eventQuery(eventId));
  const tickets = useQuery({
    ...eventTicketsQuery(eventId),
    // It comes with the event for the first time.
    enabled: event.data !== undefined,
  });
  const { offer, readMs, isAsked } = useCode(eventId);
  const isMissing = event.error instanceof ApiError && event.error.status === 404;
  // An event that leaves the shop while somebody types takes nothing of the page along.
  if (isMissing && event.data === undefined) {
    return <NoticePage title={m.no_event()} text={m.no_event_text()} />;
  }
  const isLoaded = event.data !== undefined && tickets.data !== undefined && !isAsked;
  return (
    <ShopPage
      title={m.checkout_title()}
      notice={<TroubleNotice query={event.data === undefined ? event : tickets} />}
    >
      <div className="inked" style={inkOf(eventId)}>
        <p className={classes.back}>
          <Link href={`/events/${encodeURIComponent(eventId)}?${search.toString()}`}>
            ← {m.checkout_back()}
          </Link>
        </p>
        <h1 className={classes.title}>{m.checkout_title()}</h1>
        {isLoaded ? (
          <Checkout
            event={event.data}
            tickets={choosable(event.data, ticketsWith(offer, tickets.data))}
            offer={offer}
            eventReadMs={event.dataUpdatedAt}
            ticketsReadMs={
              offer === undefined ? tickets.dataUpdatedAt : Math.min(readMs, tickets.dataUpdatedAt)
            }
          />
        ) : (
          <Loading tickets={1} words={{ text: m.loading(), slow: m.loading_slow() }} />
        )}
      </div>
    </ShopPage>
  );
}
