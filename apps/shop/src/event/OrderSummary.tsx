import type { CodeOffer, EventDetails } from '@onsale/api-client';
import { Link } from 'wouter';
import { BasketLines } from '../checkout/BasketLines.tsx';
import { DiscountLine } from '../checkout/DiscountLine.tsx';
import { lessDiscount } from '../code/less-discount.ts';
import { codeFor, discountOf, lacksOfCode } from '../code/offer.ts';
import { m } from '../paraglide/messages.js';
import { basketOf, type BasketChange, countOf, currencyOf, formatBasket } from './basket.ts';
import { lacksOf, totalOfLines } from './basket.ts';
import type { OrderLimits, PickedLine } from './basket.ts';
import classes from './OrderSummary.module.css';
import { formatTotal, wordsOfChange, wordsOfLack } from './words-of-basket.ts';
import { wordsOfPrice } from './words-of-price.ts';

/** The running total. At the side, and on a narrow screen at its lower edge, always in view. */
export function OrderSummary({
  event,
  lines,
  changes,
  limits,
  ordered,
  offer,
}: {
  event: EventDetails;
  lines: readonly PickedLine[];
  /** What was taken out of the basket. */
  changes: readonly BasketChange[];
  limits: OrderLimits;
  /** The order that this window has made of what the address says. */
  ordered: string | undefined;
  offer: CodeOffer | undefined;
}) {
  const chosen = basketOf(lines);
  const count = countOf(chosen);
  const lacks = [...lacksOf(lines, limits), ...lacksOfCode(offer, lines)];
  const code = codeFor(offer, lines);
  const currency = currencyOf(lines, event);
  const discount = discountOf(offer, lines, currency);
  const isFull = count >= limits.most && changes.every(({ kind }) => kind !== 'tooManyInAll');
  const words = [
    ...changes.map(wordsOfChange),
    ...(isFull ? [m.stepper_limit({ most: limits.most })] : []),
    ...lacks.map(wordsOfLack),
  ];
  const basket = new URLSearchParams({
    basket: formatBasket(chosen),
    ...(offer === undefined ? {} : { code: offer.code }),
  });
  const checkout = `/events/${encodeURIComponent(event.id)}/checkout?${basket.toString()}`;
  return (
    <aside className={classes.till} aria-label={m.basket_title()}>
      <h2 className={classes.title}>{m.basket_title()}</h2>
      {words.map((sentence) => (
        <p key={sentence} className={classes.short} role="status">
          {sentence}
        </p>
      ))}
      {lines.length === 0 ? null : (
        <div className={classes.lines}>
          <BasketLines lines={lines}>
            <DiscountLine {...{ code, discount, currency }} />
          </BasketLines>
        </div>
      )}
      <p className={classes.total} role="status">
        {count > 0 ? (
          <>
            <span>{m.basket_tickets({ count })}</span>
            <strong>
              {discount === 0
                ? formatTotal(lines)
                : wordsOfPrice(
                    lessDiscount(totalOfLines(lines, currency), discount, currency),
                    currency,
                  )}
            </strong>
          </>
        ) : (
          <span className={classes.empty}>
            {ordered === undefined ? m.basket_empty() : m.basket_ordered()}
          </span>
        )}
      </p>
      {count > 0 && lacks.length === 0 ? (
        <Link href={checkout} className={classes.checkout}>
          {m.basket_check_out()}
        </Link>
      ) : ordered !== undefined && count === 0 ? (
        <Link href={`/orders/${encodeURIComponent(ordered)}`} className={classes.checkout}>
          {m.basket_see_order()}
        </Link>
      ) : null}
    </aside>
  );
}
