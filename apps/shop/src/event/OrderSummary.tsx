import type { Ticket } from '@onsale/contracts';
import { Link, useSearchParams } from 'wouter';
import { type PickedLine, totalOfLines } from './basket.ts';
import { formatPrice } from '@onsale/i18n';
import { shortageOf } from './shortage.ts';
import { m } from '../paraglide/messages.js';
import { BasketLines } from '../checkout/BasketLines.tsx';
import classes from './OrderSummary.module.css';

/** The running total. At the side, and on a narrow screen at its lower edge, always in view. */
export function OrderSummary({
  lines,
  short,
  most,
  currency,
  checkout,
}: {
  lines: readonly PickedLine[];
  /** Chosen tickets of which fewer are left by now. */
  short: readonly Ticket[];
  most: number;
  currency: string;
  checkout: string;
}) {
  const [search] = useSearchParams();
  const count = lines.reduce((sum, { qty }) => sum + qty, 0);
  const total = totalOfLines(lines, currency);
  return (
    <aside className={classes.till} aria-label={m.basket_title()} data-empty={count === 0}>
      <h2 className={classes.title}>{m.basket_title()}</h2>
      {short.map((ticket) => (
        <p key={ticket.id} className={classes.short} role="status">
          {shortageOf(ticket)}
        </p>
      ))}
      {count >= most ? (
        <p className={classes.short} role="status">
          {m.stepper_limit({ most })}
        </p>
      ) : null}
      {count === 0 ? (
        <p className={classes.empty}>{m.basket_empty()}</p>
      ) : (
        <div className={classes.lines}>
          <BasketLines lines={lines} currency={currency} />
        </div>
      )}
      <p className={classes.total} role="status">
        <span>{count === 0 ? m.basket_total() : m.basket_tickets({ count })}</span>
        <strong>{formatPrice(total, currency)}</strong>
      </p>
      {count === 0 ? null : (
        <Link href={`${checkout}?${search.toString()}`} className={classes.checkout}>
          {m.basket_check_out()}
        </Link>
      )}
    </aside>
  );
}
