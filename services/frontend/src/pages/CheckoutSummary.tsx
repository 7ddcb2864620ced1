import type { Event, Ticket } from '@onsale/contracts';
import type { PickedLine } from '../shop/basket.ts';
import { formatPrice, totalOf } from '../shop/money.ts';
import { atVenue } from '../shop/moment.ts';
import { strings } from '../strings.ts';
import { GuillochePicture } from '../ui/GuillochePicture.tsx';
import { Ticket as Paper } from '../ui/Ticket.tsx';
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
  const date = atVenue(event.startsAt);
  const total = totalOf(
    lines.map(({ ticket, qty }) => ({ price: ticket.price, qty })),
    event.currency,
  );
  return (
    <section aria-label={strings.till.title}>
      <Paper
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
              <ul className={classes.lines}>
                {lines.map(({ ticket, qty }) => (
                  <li key={ticket.id}>
                    <span>
                      {qty} × {ticket.name}
                    </span>
                    <span>
                      {formatPrice(
                        totalOf([{ price: ticket.price, qty }], event.currency),
                        event.currency,
                      )}
                    </span>
                  </li>
                ))}
              </ul>
              {short.map((ticket) => (
                <p key={ticket.id} className={classes.short} role="status">
                  {strings.till.left(ticket.name, Math.max(0, ticket.remaining))}
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
