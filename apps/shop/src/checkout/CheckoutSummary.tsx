import type { Event, Ticket } from '@onsale/contracts';
import { type PickedLine, totalOfLines } from '../event/basket.ts';
import { atVenue, formatPrice } from '@onsale/i18n';
import { strings } from '../app/strings.ts';
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
    <section aria-label={strings.till.title}>
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
                {date.long}, {date.time}
                <br />
                {event.venue}
              </p>
              <BasketLines lines={lines} currency={event.currency} />
              {short.map((ticket) => (
                <p key={ticket.id} className={classes.short} role="status">
                  {ticket.onSale
                    ? strings.till.left(ticket.name, Math.max(0, ticket.remaining))
                    : strings.till.closed(ticket.name)}
                </p>
              ))}
            </div>
          </>
        }
        stub={
          <p className={classes.total}>
            <span>{strings.till.total}</span>
            <strong>{formatPrice(total, event.currency)}</strong>
          </p>
        }
      />
    </section>
  );
}
