import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'wouter';
import type { Event, Ticket } from '@onsale/contracts';
import { eventTicketsQuery } from '../app/queries.ts';
import { fitToStock } from '../event/basket.ts';
import { readPurchase } from './purchase.ts';
import { useBasket } from '../event/use-basket.ts';
import { useEvent } from '../event/use-event.ts';
import { m } from '../paraglide/messages.js';
import { inkOf, Loading, Notice } from '@onsale/ui';
import { CheckoutForm } from './CheckoutForm.tsx';
import classes from './CheckoutPage.module.css';
import { CheckoutSummary } from './CheckoutSummary.tsx';
import { NoticePage } from '../app/NoticePage.tsx';
import { ShopPage } from '../app/ShopPage.tsx';
import { TroubleNotice } from '../app/TroubleNotice.tsx';

/** `/events/:eventId/checkout`: from the chosen tickets to an order, on one screen. */
export function CheckoutPage() {
  const { eventId } = useParams<{ eventId: string }>();
  const { event, isMissing, query } = useEvent(eventId);
  const tickets = useQuery(eventTicketsQuery(eventId));
  if (isMissing) {
    return <NoticePage title={m.event_not_found()} text={m.event_not_found_text()} />;
  }
  return (
    <ShopPage
      title={m.checkout_title()}
      notice={<TroubleNotice query={event === undefined ? query : tickets} />}
    >
      {event === undefined || tickets.data === undefined ? (
        <>
          <h1>{m.checkout_title()}</h1>
          <Loading tickets={1} words={{ text: m.loading(), slow: m.loading_slow() }} />
        </>
      ) : (
        <Checkout event={event} tickets={tickets.data} />
      )}
    </ShopPage>
  );
}

function Checkout({ event, tickets }: { event: Event; tickets: Ticket[] }) {
  const [search] = useSearchParams();
  const [basket] = useBasket();
  // As it was when the page was opened: what this page itself orders does not change it.
  const [earlier] = useState(() => readPurchase(event.id));
  const { lines, short } = fitToStock(basket, tickets);
  const back = `/events/${encodeURIComponent(event.id)}?${search.toString()}`;
  // What is under way goes on, even when others have taken the rest by now.
  const isOpen = earlier !== undefined && earlier.orderId === undefined && earlier.sent.length > 0;
  return (
    <div className="inked" style={inkOf(event.id)}>
      <p className={classes.back}>
        <Link href={back}>← {m.checkout_back()}</Link>
      </p>
      <h1 className={classes.title}>{m.checkout_title()}</h1>
      {lines.length === 0 && !isOpen ? (
        <Notice title={m.checkout_nothing()} text={m.checkout_nothing_text()} />
      ) : (
        <div className={classes.columns}>
          <CheckoutSummary event={event} lines={lines} short={short} />
          <CheckoutForm event={event} lines={lines} earlier={earlier} />
        </div>
      )}
    </div>
  );
}
