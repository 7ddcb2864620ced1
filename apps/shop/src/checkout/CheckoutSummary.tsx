import type { Event, Ticket } from '@onsale/contracts';
import { type PickedLine, totalOfLines } from '../event/basket.ts';
import { shortageOf } from '../event/shortage.ts';
import { atVenue, formatPrice } from '@onsale/i18n';
import { m } from '../paraglide/messages.js';
import { GuillochePicture, PaperTicket } from '@onsale/ui';
import { BasketLines } from './BasketLines.tsx';
import classes from './CheckoutSummary.module.css';

/** What is about to be bought. */
export function CheckoutSummary({
  event,
  lines,
  short,
}: {
  event: Event;
  lines: readonly PickedLine[];
  short: readonly Ticket[];
}) {
  const date = atVenue(event);
  const total = totalOfLines(lines, event.currency);
  return (
    <section aria-label={m.basket_title()}>
      <PaperTicket
        placed="below"
        body={
          <>
            <div className={classes.picture}>
              <GuillochePicture of={event.id} shape="band" />
            </div>
            <div className={classes.body}>
              <h2 className={classes.name}>{event.name}</h2>
              <p className={classes.when}>
                {date.long}, {date.hours}
                <br />
                {event.venue}
              </p>
              <BasketLines lines={lines} currency={event.currency} />
              {short.map((ticket) => (
                <p key={ticket.id} className={classes.short} role="status">
                  {shortageOf(ticket)}
                </p>
              ))}
            </div>
          </>
        }
        stub={
          <p className={classes.total}>
            <span>{m.basket_total()}</span>
            <strong>{formatPrice(total, event.currency)}</strong>
          </p>
        }
      />
    </section>
  );
}
