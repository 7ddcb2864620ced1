import type { Ticket } from '@onsale/contracts';
import { availabilityOf, leftToBuy, opensAt } from './availability.ts';
import { formatCount, formatMinute, formatPrice } from '@onsale/i18n';
import { strings } from '../app/strings.ts';
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
              {words(ticket, salesFrom)}
            </span>
          </p>
          {availability === 'gone' ? (
            <span aria-hidden="true">
              <Stamp tone="bad" text={strings.availability.gone} />
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

function words(ticket: Ticket, salesFrom: string | undefined): string {
  const { few, plenty, gone, closed, opens } = strings.availability;
  const opening = opensAt(salesFrom);
  return {
    few: () => few(ticket.remaining),
    plenty: () => plenty(formatCount(ticket.remaining)),
    gone: () => gone,
    taken: () => gone,
    closed: () => (opening === undefined ? closed : opens(formatMinute(opening))),
  }[availabilityOf(ticket)]();
}

function labelsOf(name: string) {
  const { group, fewer, more } = strings.stepper;
  return { group: group(name), fewer: fewer(name), more: more(name) };
}
