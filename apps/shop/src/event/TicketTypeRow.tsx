import type { Ticket } from '@onsale/api-client';
import { formatCount, formatMinute } from '@onsale/i18n';
import { PaperTicket, Stamp, Stepper } from '@onsale/ui';
import { m } from '../paraglide/messages.js';
import { availabilityOf } from './availability.ts';
import { stepsOf } from './stepping.ts';
import classes from './TicketTypeRow.module.css';
import { wordsOfPrice } from './words-of-price.ts';

/** What the sales window of a ticket type says: when it opens, or that it has ended. */
type TicketSale = { opensMs: number } | 'ended' | undefined;

/** One ticket type: what it is, what it costs, how many are left, and how many are wanted. */
export function TicketTypeRow({
  ticket,
  sale,
  qty,
  room,
  onChange,
}: {
  ticket: Ticket;
  sale: TicketSale;
  qty: number;
  /** Tickets that the order has room for. */
  room: number;
  onChange: (qty: number) => void;
}) {
  const availability = availabilityOf(ticket);
  const isOffered = availability === 'plenty' || availability === 'few';
  const limits = wordsOfLimits(ticket);
  return (
    <PaperTicket
      pressed={!isOffered}
      chosen={qty > 0}
      body={
        <div className={classes.body}>
          <h2 className={classes.name}>{ticket.name}</h2>
          {ticket.description === '' ? null : (
            <p className={classes.description}>{ticket.description}</p>
          )}
          {limits === undefined ? null : <p className={classes.limits}>{limits}</p>}
        </div>
      }
      stub={
        <div className={classes.stub}>
          <p className={classes.facts}>
            <span className={classes.price}>{wordsOfPrice(ticket.price, ticket.currency)}</span>
            <span className={classes.left} data-availability={availability} role="status">
              {describe(ticket, sale)}
            </span>
          </p>
          {availability === 'gone' ? (
            <span aria-hidden="true">
              <Stamp tone="bad" text={m.availability_gone()} />
            </span>
          ) : null}
          {isOffered ? (
            <Stepper
              labels={labelsOf(ticket.name)}
              value={qty}
              {...stepsOf(ticket, { qty, room })}
              onChange={onChange}
            />
          ) : null}
        </div>
      }
    />
  );
}

function describe(ticket: Ticket, sale: TicketSale): string {
  const { remaining } = ticket;
  return {
    few: () => m.availability_few({ count: remaining }),
    plenty: () => m.availability_plenty({ count: remaining, text: formatCount(remaining) }),
    gone: m.availability_gone,
    taken: m.availability_taken,
    closed: () => {
      if (sale === undefined) return m.availability_closed();
      if (sale === 'ended') return m.sale_ended();
      return m.availability_opens({ moment: formatMinute(new Date(sale.opensMs).toISOString()) });
    },
  }[availabilityOf(ticket)]();
}

function wordsOfLimits({ minPerOrder: least = 1, maxPerOrder: most }: Ticket): string | undefined {
  if (least > 1 && most !== undefined) return m.limit_from_to({ least, most });
  if (least > 1) return m.limit_least({ least });
  return most === undefined ? undefined : m.limit_most({ most });
}

function labelsOf(ticket: string) {
  return {
    group: m.stepper_group({ ticket }),
    fewer: m.stepper_fewer({ ticket }),
    more: m.stepper_more({ ticket }),
  };
}
