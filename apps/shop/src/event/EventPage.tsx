import type { Event, Ticket } from '@onsale/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams, useSearchParams } from 'wouter';
import { eventTicketsQuery, settingsQuery, ticketsQuery } from '../app/queries.ts';
import { availabilityOf } from './availability.ts';
import { type Basket, countOf, fitToStock, withQty } from './basket.ts';
import { filterTickets, readFilter } from './filter.ts';
import { useBasket } from './use-basket.ts';
import { useEvent } from './use-event.ts';
import { m } from '../paraglide/messages.js';
import { Button, inkOf, Loading, Notice } from '@onsale/ui';
import { EventHeadline } from './EventHeadline.tsx';
import classes from './EventPage.module.css';
import { NoticePage } from '../app/NoticePage.tsx';
import { ShopPage } from '../app/ShopPage.tsx';
import { TicketFilterBar } from './TicketFilterBar.tsx';
import { TicketTypeRow } from './TicketTypeRow.tsx';
import { OrderSummary } from './OrderSummary.tsx';
import { TroubleNotice } from '../app/TroubleNotice.tsx';

/** `/events/:eventId`: the tickets of one event, as they are left at this moment. */
export function EventPage() {
  const { eventId } = useParams<{ eventId: string }>();
  const client = useQueryClient();
  const { event, isMissing, query } = useEvent(eventId);
  const tickets = useQuery({
    ...eventTicketsQuery(eventId),
    // What the page of all events has shown a moment ago.
    placeholderData: () =>
      client.getQueryData(ticketsQuery.queryKey)?.filter((ticket) => ticket.eventId === eventId),
  });
  if (isMissing) {
    return <NoticePage title={m.event_not_found()} text={m.event_not_found_text()} />;
  }
  return (
    <ShopPage
      title={event?.name ?? m.event_tickets()}
      notice={<TroubleNotice query={event === undefined ? query : tickets} />}
    >
      {event === undefined || tickets.data === undefined ? (
        <>
          <h1 className="unseen">{m.event_tickets()}</h1>
          <Loading tickets={2} words={{ text: m.loading(), slow: m.loading_slow() }} />
        </>
      ) : (
        <EventDetails event={event} tickets={tickets.data} />
      )}
    </ShopPage>
  );
}

function EventDetails({ event, tickets }: { event: Event; tickets: Ticket[] }) {
  const { data: settings } = useQuery(settingsQuery);
  const [basket, setBasket] = useBasket();
  const most = settings?.maxQtyPerOrder ?? 10;
  const { lines, short } = fitToStock(basket, tickets);
  return (
    <div className="inked" style={inkOf(event.id)}>
      <EventHeadline event={event} />
      <div className={classes.columns}>
        <section aria-label={m.event_tickets()}>
          <TicketList
            salesFrom={event.salesFrom}
            tickets={tickets}
            basket={new Map(lines.map(({ ticket, qty }) => [ticket.id, qty]))}
            most={most}
            onChange={(ticketId, qty) => setBasket(withQty(basket, ticketId, qty))}
          />
        </section>
        <OrderSummary
          lines={lines}
          short={short}
          most={most}
          currency={event.currency}
          checkout={`/events/${encodeURIComponent(event.id)}/checkout`}
        />
      </div>
    </div>
  );
}

function TicketList({
  salesFrom,
  tickets,
  basket,
  most,
  onChange,
}: {
  /** Of the event; that of a ticket type is narrower. */
  salesFrom: string | undefined;
  tickets: Ticket[];
  basket: Basket;
  most: number;
  onChange: (ticketId: string, qty: number) => void;
}) {
  const [search, setSearch] = useSearchParams();
  const showAll = () =>
    setSearch((now) => new URLSearchParams([...now].filter(([name]) => name === 'basket')), {
      replace: true,
    });
  const shown = filterTickets(tickets, readFilter(search));
  if (tickets.length === 0)
    return <Notice title={m.event_no_tickets()} text={m.event_no_tickets_text()} />;
  return (
    <>
      {tickets.every((ticket) => availabilityOf(ticket) === 'gone') ? (
        <div className={classes.notice}>
          <Notice live tone="bad" title={m.event_sold_out()} text={m.event_sold_out_text()} />
        </div>
      ) : null}
      <TicketFilterBar tickets={tickets} />
      {shown.length === 0 ? (
        <Notice title={m.event_no_match()}>
          <Button onClick={showAll}>{m.event_show_all()}</Button>
        </Notice>
      ) : (
        <ul className={classes.list}>
          {shown.map((ticket) => (
            <li key={ticket.id}>
              <TicketTypeRow
                ticket={ticket}
                salesFrom={ticket.salesFrom ?? salesFrom}
                qty={basket.get(ticket.id) ?? 0}
                room={most - countOf(basket)}
                onChange={(qty) => onChange(ticket.id, qty)}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
