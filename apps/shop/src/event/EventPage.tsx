import { inkOf, Loading } from '@onsale/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'wouter';
import { onServerClock, type EventDetails, type Ticket } from '@onsale/api-client';
import { eventTicketsQuery, listedEvent, settingsQuery } from '../app/queries.ts';
import { NoticePage } from '../app/NoticePage.tsx';
import { ShopPage } from '../app/ShopPage.tsx';
import { TroubleNotice } from '../app/TroubleNotice.tsx';
import { codePanel } from '../code/code-panel.ts';
import { codeFor, limitsWith, ticketsWith } from '../code/offer.ts';
import { useCode } from '../code/use-code.ts';
import { m } from '../paraglide/messages.js';
import { RoomNotice } from '../room/RoomNotice.tsx';
import { choosable } from '../room/waiting-room.ts';
import { basketOf, type Basket, fitToStock, limitsOf, withQty } from './basket.ts';
import { EventAbout } from './EventAbout.tsx';
import { EventHeadline } from './EventHeadline.tsx';
import classes from './EventPage.module.css';
import { orderedBefore } from './ordered-before.ts';
import { OrderSummary } from './OrderSummary.tsx';
import { nextTurnMs, saleOf, ticketsAt } from './sale.ts';
import { SaleNotice } from './SaleNotice.tsx';
import { TicketList } from './TicketList.tsx';
import { useBasket } from './use-basket.ts';
import { useEvent } from './use-event.ts';
import { useServerTime } from './use-server-time.ts';

const EMPTY: Basket = new Map();

/** `/events/:eventId`: the tickets of one event, as they are left at this moment. */
export function EventPage() {
  const { eventId } = useParams<{ eventId: string }>();
  const client = useQueryClient();
  const { event, isMissing, query } = useEvent(eventId);
  const [isOpen, setOpen] = useState(true);
  const stock = useQuery({
    ...eventTicketsQuery(eventId, isOpen),
    // It comes with the event for the first time.
    enabled: event !== undefined,
  });
  const { offer, readMs } = useCode(eventId);
  const listed = stock.data ?? event?.tickets ?? [];
  const asked = ticketsWith(offer, listed);
  const nowMs = useServerTime((now) =>
    event === undefined ? Infinity : nextTurnMs(event, asked, now),
  );
  if (isMissing) {
    return <NoticePage title={m.no_event()} text={m.no_event_text()} />;
  }
  // What the list has shown a moment ago.
  const known = event ?? listedEvent(client, eventId);
  const askedMs = onServerClock(
    offer === undefined ? stock.dataUpdatedAt : Math.min(readMs, stock.dataUpdatedAt),
  );
  const tickets =
    event === undefined ? [] : ticketsAt(event, choosable(event, asked), { askedMs, nowMs });
  const isNowOpen = event === undefined || tickets.some(({ onSale }) => onSale);
  if (isNowOpen !== isOpen) setOpen(isNowOpen);
  return (
    <ShopPage
      title={known?.name ?? m.event_tickets()}
      notice={<TroubleNotice query={event === undefined ? query : stock} />}
    >
      {known === undefined ? (
        <h1 className="unseen">{m.event_tickets()}</h1>
      ) : (
        <div className="inked" style={inkOf(known.id)}>
          <EventHeadline event={known} />
          {event === undefined ? null : (
            <EventChoice event={event} tickets={tickets} nowMs={nowMs} />
          )}
        </div>
      )}
      {event === undefined ? (
        <div className={known === undefined ? undefined : classes.arriving}>
          <Loading tickets={2} words={{ text: m.loading(), slow: m.loading_slow() }} />
        </div>
      ) : null}
    </ShopPage>
  );
}

function EventChoice({
  event,
  tickets,
  nowMs,
}: {
  event: EventDetails;
  tickets: Ticket[];
  nowMs: number;
}) {
  const { data: settings } = useQuery(settingsQuery);
  const [inAddress, setBasket, isReadable] = useBasket();
  // Whoever chooses after an order chooses anew, and may well choose the same.
  const [choosesAnew, setChoosesAnew] = useState(false);
  const ordered = choosesAnew ? undefined : orderedBefore(event.id, inAddress);
  const { code, offer, isAsked } = useCode(event.id);
  const limits = limitsWith(offer, limitsOf(event, settings?.maxQtyPerOrder), event.maxPerCustomer);
  const wanted = ordered === undefined ? inAddress : EMPTY;
  const { lines, changes } = fitToStock(wanted, tickets, limits);
  const basket = basketOf(lines);
  return (
    <div className={classes.columns}>
      <section className={classes.tickets} aria-label={m.event_tickets()}>
        <div className={classes.notices}>
          <RoomNotice event={event} nowMs={nowMs} />
        </div>
        <SaleNotice event={event} tickets={tickets} state={saleOf(event, nowMs)} />
        <TicketList
          event={event}
          tickets={tickets}
          basket={basket}
          limits={limits}
          nowMs={nowMs}
          onChange={(ticketId, qty) => {
            setChoosesAnew(true);
            setBasket(withQty(basket, ticketId, qty));
          }}
        />
        {event.hasCodes || code !== '' ? (
          <codePanel.Page
            {...{ event, tickets }}
            isNeeded={tickets.length === 0}
            isUnused={lines.length > 0 && codeFor(offer, lines) === undefined}
          />
        ) : null}
      </section>
      <EventAbout event={event} />
      <OrderSummary
        event={event}
        lines={lines}
        // What a code opens is not gone while nobody has said what it opens.
        changes={isAsked ? [] : isReadable ? changes : [{ kind: 'unknown' }, ...changes]}
        offer={offer}
        limits={limits}
        ordered={ordered}
      />
    </div>
  );
}
