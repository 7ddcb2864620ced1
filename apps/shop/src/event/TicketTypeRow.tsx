import type { Ticket } from '@onsale/contracts';
import { availabilityOf, leftToBuy, opensAt } from './availability.ts';
import { formatCount, formatMinute, formatPrice } from '@onsale/i18n';
import { m } from '../paraglide/messages.js';
import { Stamp, Stepper, PaperTicket } from '@onsale/ui';
import classes from './TicketTypeRow.module.css';

/** One ticket type: what it is, what it costs, how many are left, and how many are wanted. */
export function TicketTypeRow({
  ticket,
  salesFrom,
  qty,
  room,
  onChange,
}: {
  ticket: Ticket;
  /** When its sale begins, if that is limited. */
  salesFrom: string | undefined;
  qty: number;
  /** Tickets that the order has room for. */
  room: number;
  onChange: (qty: number) => void;
}) {
  const availability = availabilityOf(ticket);
  const isPressed = availability === 'gone' || availability === 'closed';
  const most = Math.min(leftToBuy(ticket), qty + Math.max(0, room));
  return (
    <PaperTicket
      pressed={isPressed}
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
              {describe(ticket, salesFrom)}
            </span>
          </p>
          {availability === 'gone' ? (
            <span aria-hidden="true">
              <Stamp tone="bad" text={m.availability_gone()} />
            </span>
          ) : null}
          {isPressed ? null : (
            <Stepper labels={labelsOf(ticket.name)} value={qty} most={most} onChange={onChange} />
          )}
        </div>
      }
    />
  );
}

function describe(ticket: Ticket, salesFrom: string | undefined): string {
  const { remaining } = ticket;
  const opening = opensAt(salesFrom);
  return {
    few: () => m.availability_few({ count: remaining }),
    plenty: () => m.availability_plenty({ count: remaining, text: formatCount(remaining) }),
    gone: m.availability_gone,
    taken: m.availability_gone,
    closed: () =>
      opening === undefined
        ? m.availability_closed()
        : m.availability_opens({ moment: formatMinute(opening) }),
  }[availabilityOf(ticket)]();
}

function labelsOf(ticket: string) {
  return {
    group: m.stepper_group({ ticket }),
    fewer: m.stepper_fewer({ ticket }),
    more: m.stepper_more({ ticket }),
  };
}
