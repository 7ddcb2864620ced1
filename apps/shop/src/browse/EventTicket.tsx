import type { Event } from '@onsale/api-client';
import { formatCount, placeOf } from '@onsale/i18n';
import { inkOf, PaperTicket, Picture, Stamp } from '@onsale/ui';
import { Link } from 'wouter';
import { EventDate } from '../event/EventDate.tsx';
import { type SaleState, saleOf } from '../event/sale.ts';
import { wordsOfPrice } from '../event/words-of-price.ts';
import { wordsOfSale } from '../event/words-of-sale.ts';
import { m } from '../paraglide/messages.js';
import classes from './EventTicket.module.css';
import { noteReturnPoint } from './return-point.ts';

/** So few that the number itself is the news. */
const FEW = 10;
/** Stamped across the stub. */
const STAMPED: ReadonlySet<SaleState> = new Set(['soldOut', 'cancelled']);

/** An event on the list. */
export function EventTicket({
  event,
  nowMs,
  eager,
}: {
  event: Event;
  /** By the clock of the server. */
  nowMs: number;
  eager: boolean;
}) {
  const state = saleOf(event, nowMs);
  return (
    <PaperTicket
      className={`inked ${classes.ticket}`}
      style={inkOf(event.id)}
      pressed={state !== 'open' && state !== 'before'}
      body={
        <div className={classes.body}>
          <div className={classes.picture}>
            <Picture src={event.picture} of={event.id} eager={eager} />
          </div>
          <div className={classes.text}>
            <EventDate event={event} />
            <div className={classes.what}>
              <h2 className={classes.name}>
                <Link
                  href={`/events/${encodeURIComponent(event.id)}`}
                  onClick={() => noteReturnPoint(event.id)}
                >
                  {event.name}
                </Link>
              </h2>
              <p className={classes.venue}>{placeOf(event)}</p>
            </div>
          </div>
        </div>
      }
      stub={
        <div className={classes.stub}>
          {STAMPED.has(state) ? (
            <Stamp tone="bad" text={wordsOfSale(event, state)} />
          ) : (
            <EventOffer event={event} state={state} />
          )}
        </div>
      }
    />
  );
}

function EventOffer({ event, state }: { event: Event; state: SaleState }) {
  const { fromPrice, currency, remaining } = event;
  const isFew = state === 'open' && remaining <= FEW;
  return (
    <>
      {fromPrice === undefined || state === 'over' ? null : (
        <p className={classes.price}>
          <span className="label">{m.events_price_from()}</span>
          <span className={classes.amount}>{wordsOfPrice(fromPrice, currency)}</span>
        </p>
      )}
      <p className={classes.left} data-few={isFew}>
        {state !== 'open'
          ? wordsOfSale(event, state)
          : isFew
            ? m.availability_few({ count: remaining })
            : m.events_tickets_left({ count: remaining, text: formatCount(remaining) })}
      </p>
    </>
  );
}
