import type { EventDetails } from '@onsale/api-client';
import { atVenue, formatCount, formatPrice, placeOf } from '@onsale/i18n';
import { GuillochePicture, PaperTicket } from '@onsale/ui';
import { useState } from 'react';
import type { PickedLine } from '../event/basket.ts';
import { currencyOf } from '../event/basket.ts';
import { formatTotal } from '../event/words-of-basket.ts';
import { m } from '../paraglide/messages.js';
import classes from './CheckoutSummary.module.css';
import { DiscountLine } from './DiscountLine.tsx';
import { feeOf, taxOf } from './included.ts';
import { MANUAL, type Payment } from './payment.ts';
import { nameOfMethod } from './payment-methods.ts';
import { PricedLines } from './PricedLines.tsx';

/** What is about to be ordered, and what it costs in all: the last thing above the button. */
export function CheckoutSummary({
  event,
  lines,
  total,
  totalWords,
  payment,
  method,
  totalId,
  code,
  discount,
  remarks,
}: {
  event: EventDetails;
  lines: readonly PickedLine[];
  total: number;
  totalWords: string;
  payment: Payment;
  method: string;
  /** Of the element with the total, which describes the button. */
  totalId: string;
  /** The code that the order names, and what it takes off. */
  code: string | undefined;
  discount: number;
  remarks: readonly string[];
}) {
  const date = atVenue(event);
  const firstPrices = useFirstPrices(lines);
  const currency = currencyOf(lines, event);
  const price = (amount: number) => formatPrice(amount, currency);
  const fee = Math.min(total, feeOf(lines, currency));
  const tax = taxOf(total, event.taxRate, currency);
  return (
    <section aria-label={m.summary_title()}>
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
                {placeOf(event)}
              </p>
              <PricedLines
                lines={lines.map(({ ticket, qty }) => {
                  const first = firstPrices.get(ticket.id) ?? ticket.price;
                  return {
                    ...{ id: ticket.id, qty, name: ticket.name },
                    price: formatTotal([{ ticket, qty }]),
                    ...(first === ticket.price
                      ? {}
                      : {
                          remark: m.summary_was({ before: price(first), now: price(ticket.price) }),
                        }),
                  };
                })}
              >
                <DiscountLine {...{ code, discount, currency }} />
              </PricedLines>
              {remarks.map((remark) => (
                <p key={remark} className={classes.short} role="status">
                  {remark}
                </p>
              ))}
            </div>
          </>
        }
        stub={
          <div className={classes.stub}>
            <PaymentNote {...{ event, payment, method }} />
            <p className={classes.total} id={totalId}>
              <span>{m.basket_total()}</span> <strong>{totalWords}</strong>
            </p>
            {fee === 0 ? null : (
              <p className={classes.included}>{m.summary_fee({ amount: price(fee) })}</p>
            )}
            {tax === 0 ? null : (
              <p className={classes.included}>
                {m.summary_tax({ amount: price(tax), rate: formatCount(event.taxRate ?? 0) })}
              </p>
            )}
          </div>
        }
      />
    </section>
  );
}

function PaymentNote({
  event,
  payment,
  method,
}: {
  event: EventDetails;
  payment: Payment;
  method: string;
}) {
  if (payment.kind === 'free') return null;
  if (payment.kind === 'demo') return <p className={classes.demo}>{m.payment_demo()}</p>;
  return <p className={classes.included}>{wordsOfMethod(method, event)}</p>;
}

function wordsOfMethod(method: string, { holdMinutes }: EventDetails): string {
  if (method === 'online') {
    return m.payment_online({ minutes: Math.max(1, Math.floor(holdMinutes)) });
  }
  return method === MANUAL ? m.payment_manual() : m.payment_by({ method: nameOfMethod(method) });
}

// The prices that the buyer saw first: one that changes under the eyes of a buyer is pointed out.
function useFirstPrices(lines: readonly PickedLine[]): ReadonlyMap<string, number> {
  const [first] = useState(() => new Map<string, number>());
  for (const { ticket } of lines) {
    if (!first.has(ticket.id)) first.set(ticket.id, ticket.price);
  }
  return first;
}
