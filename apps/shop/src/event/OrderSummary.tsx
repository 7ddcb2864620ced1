import type { Ticket } from '@onsale/contracts';
import { Link, useSearchParams } from 'wouter';
import { type PickedLine, totalOfLines } from './basket.ts';
import { formatPrice } from '@onsale/i18n';
import { strings } from '../app/strings.ts';
import { BasketLines } from '../checkout/BasketLines.tsx';
import classes from './OrderSummary.module.css';

const words = strings.till;

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
    <aside className={classes.till} aria-label={words.title} data-empty={count === 0}>
      <h2 className={classes.title}>{words.title}</h2>
      {short.map((ticket) => (
        <p key={ticket.id} className={classes.short} role="status">
          {ticket.onSale
            ? words.left(ticket.name, Math.max(0, ticket.remaining))
            : words.closed(ticket.name)}
        </p>
      ))}
      {count >= most ? (
        <p className={classes.short} role="status">
          {strings.stepper.limit(most)}
        </p>
      ) : null}
      {count === 0 ? (
        <p className={classes.empty}>{words.empty}</p>
      ) : (
        <div className={classes.lines}>
          <BasketLines lines={lines} currency={currency} />
        </div>
      )}
      <p className={classes.total} role="status">
        <span>{count === 0 ? words.total : words.tickets(count)}</span>
        <strong>{formatPrice(total, currency)}</strong>
      </p>
      {count === 0 ? null : (
        <Link href={`${checkout}?${search.toString()}`} className={classes.checkout}>
          {words.checkout}
        </Link>
      )}
    </aside>
  );
}
