import type { Event, Ticket } from '@onsale/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { eventsQuery, ticketsQuery } from '../app/queries.ts';
import { opensAt } from '../event/availability.ts';
import { atVenue, formatCount, formatMinute, formatPrice } from '@onsale/i18n';
import { m } from '../paraglide/messages.js';
import { GuillochePicture, inkOf, Loading, Notice, Stamp, PaperTicket } from '@onsale/ui';
import classes from './EventsPage.module.css';
import { ShopPage } from '../app/ShopPage.tsx';
import { TroubleNotice } from '../app/TroubleNotice.tsx';

/** `/`: everything that tickets are sold for, the next one first. */
export function EventsPage() {
  const events = useQuery(eventsQuery);
  const tickets = useQuery(ticketsQuery);
  const sorted = events.data?.toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  return (
    <ShopPage
      title={m.events_title()}
      notice={<TroubleNotice query={events.data === undefined ? events : tickets} />}
    >
      <div className={classes.title}>
        <h1>{m.events_title()}</h1>
        <p className={classes.intro}>
          {sorted === undefined || sorted.length === 0
            ? ' '
            : m.events_intro({ count: sorted.length })}
        </p>
      </div>
      {sorted === undefined ? (
        <Loading words={{ text: m.loading(), slow: m.loading_slow() }} />
      ) : sorted.length === 0 ? (
        <Notice title={m.events_empty()} text={m.events_empty_text()} />
      ) : (
        <ul className={classes.list}>
          {sorted.map((event) => (
            <li key={event.id}>
              <EventTicket
                event={event}
                tickets={tickets.data?.filter((ticket) => ticket.eventId === event.id)}
              />
            </li>
          ))}
        </ul>
      )}
    </ShopPage>
  );
}

function EventTicket({ event, tickets }: { event: Event; tickets: Ticket[] | undefined }) {
  const date = atVenue(event);
  return (
    <PaperTicket
      className={`inked ${classes.ticket}`}
      style={inkOf(event.id)}
      body={
        <div className={classes.body}>
          <div className={classes.picture}>
            <GuillochePicture of={event.id} />
          </div>
          <div className={classes.text}>
            <p className={classes.date}>
              <span className={classes.day}>{date.day}</span>
              <span>
                {date.month} {date.year}
                <br />
                {date.weekday}, {date.time}
              </span>
            </p>
            <h2 className={classes.name}>
              <Link href={`/events/${encodeURIComponent(event.id)}`}>{event.name}</Link>
            </h2>
            <p className={classes.venue}>{event.venue}</p>
          </div>
        </div>
      }
      stub={<EventStub event={event} tickets={tickets} />}
    />
  );
}

function EventStub({ event, tickets }: { event: Event; tickets: Ticket[] | undefined }) {
  if (tickets === undefined) return <div className={classes.stub} />;
  const onSale = tickets.filter((ticket) => ticket.onSale);
  const opening = opensAt(event.salesFrom);
  if (onSale.length === 0) {
    const text =
      opening === undefined
        ? m.availability_closed()
        : m.availability_opens({ moment: formatMinute(opening) });
    return (
      <div className={classes.stub}>
        <p className={classes.left}>{text}</p>
      </div>
    );
  }
  // Ticket types that share a pool have fewer together than the sum of what each has.
  const each = onSale.reduce((sum, ticket) => sum + ticket.remaining, 0);
  const left = Math.min(each, event.remaining);
  const prices = onSale.filter(({ remaining }) => remaining > 0).map(({ price }) => price);
  return (
    <div className={classes.stub}>
      {prices.length === 0 ? (
        <Stamp tone="bad" text={m.availability_gone()} />
      ) : (
        <>
          <p className={classes.price}>
            <span className="label">{m.events_price_from()}</span>
            <span className={classes.amount}>
              {formatPrice(Math.min(...prices), event.currency)}
            </span>
          </p>
          <p className={classes.left}>
            {m.events_tickets_left({ count: left, text: formatCount(left) })}
          </p>
        </>
      )}
    </div>
  );
}
