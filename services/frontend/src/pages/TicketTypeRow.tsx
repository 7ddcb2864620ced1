import type { Ticket } from '@onsale/contracts';
import { availabilityOf } from '../shop/availability.ts';
import { formatCount, formatPrice } from '../shop/money.ts';
import { strings } from '../strings.ts';
import { Stamp } from '../ui/Stamp.tsx';
import { Stepper } from '../ui/Stepper.tsx';
import { Ticket as Paper } from '../ui/Ticket.tsx';
import classes from './TicketTypeRow.module.css';

/** One ticket type: what it is, what it costs, how many are left, and how many are wanted. */
export function TicketTypeRow({
  ticket,
  qty,
  room,
  onChange,
}: {
  ticket: Ticket;
  qty: number;
  /** Tickets that the order has room for. */
  room: number;
  onChange: (qty: number) => void;
}) {
  const availability = availabilityOf(ticket);
  const most = Math.min(ticket.remaining, qty + Math.max(0, room));
  return (
    <Paper
      pressed={availability === 'gone'}
      body={
        <div className={classes.body} data-chosen={qty > 0}>
          <h2 className={classes.name}>{ticket.name}</h2>
          {ticket.description === '' ? null : (
            <p className={classes.description}>{ticket.description}</p>
          )}
        </div>
      }
      stub={
        <div className={classes.stub}>
          <p className={classes.facts}>
            <span className={classes.price}>{formatPrice(ticket.price, ticket.currency)}</span>
            <span className={classes.left} data-availability={availability} role="status">
              {availability === 'few'
                ? strings.availability.few(ticket.remaining)
                : availability === 'plenty'
                  ? strings.availability.plenty(formatCount(ticket.remaining))
                  : strings.availability.gone}
            </span>
          </p>
          {availability === 'gone' ? (
            <span aria-hidden="true">
              <Stamp tone="bad" text={strings.availability.gone} />
            </span>
          ) : (
            <Stepper name={ticket.name} value={qty} most={most} onChange={onChange} />
          )}
        </div>
      }
    />
  );
}
