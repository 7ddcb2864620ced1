import type { Order } from '@onsale/api-client';
import { atVenue, formatMoment, formatPrice, placeOf } from '@onsale/i18n';
import { Facts, GuillochePicture, PaperTicket, Stamp } from '@onsale/ui';
import { nameOfMethod } from '../checkout/payment-methods.ts';
import { PricedLines } from '../checkout/PricedLines.tsx';
import type { KeptEvent } from '../offline/kept-orders.ts';
import { m } from '../paraglide/messages.js';
import classes from './Receipt.module.css';
import { answerFacts, refundedWords } from './words-of-receipt.ts';

const STAMPS: Record<Order['status'], () => string> = {
  pending: m.order_stamp_pending,
  held: m.order_stamp_held,
  confirmed: m.order_stamp_confirmed,
  rejected: m.order_stamp_rejected,
  expired: m.order_stamp_expired,
  cancelled: m.order_stamp_cancelled,
  refunded: m.order_stamp_refunded,
  unknown: m.order_stamp_unknown,
};
const TONES = {
  ...({ pending: 'calm', held: 'calm', unknown: 'calm', confirmed: 'good' } as const),
  ...({ rejected: 'bad', expired: 'bad', cancelled: 'bad', refunded: 'bad' } as const),
};

/** The order itself, as a ticket with a stamp: on screen and on paper. */
export function Receipt({ order, event }: { order: Order; event: KeptEvent | undefined }) {
  return (
    <PaperTicket
      placed="below"
      className={classes.receipt}
      body={
        <>
          <div className={classes.picture}>
            <GuillochePicture of={order.eventId} shape="band" />
          </div>
          <div className={classes.body}>
            <div className={classes.stamp}>
              <Stamp tone={TONES[order.status]} text={STAMPS[order.status]()} />
            </div>
            <EventName event={event} />
            <Amounts order={order} event={event} />
          </div>
        </>
      }
      stub={
        <div className={classes.stub}>
          <Facts facts={factsOf(order, event)} />
        </div>
      }
    />
  );
}

function EventName({ event }: { event: KeptEvent | undefined }) {
  if (event === undefined) return <h2 className={classes.name}>{m.order_withdrawn()}</h2>;
  const date = atVenue(event);
  return (
    <>
      <h2 className={classes.name}>{event.name}</h2>
      <p className={classes.when}>
        {date.long}, {date.hours}
        <br />
        {placeOf(event)}
      </p>
    </>
  );
}

function Amounts({ order, event }: { order: Order; event: KeptEvent | undefined }) {
  const { currency, fee = 0, tax = 0, discount = 0, refundedTotal = 0 } = order;
  const price = (amount: number) => formatPrice(amount, currency);
  const nameOf = (ticketId: string) =>
    event?.tickets.find((ticket) => ticket.id === ticketId)?.name ?? ticketId;
  return (
    <PricedLines
      lines={order.items.map((item) => {
        const remark = refundedWords(item);
        return {
          ...{ id: item.ticketId, qty: item.qty, name: nameOf(item.ticketId) },
          price: price(item.total),
          ...(remark === undefined ? {} : { remark }),
        };
      })}
    >
      {discount === 0 ? null : (
        <li>
          <span>
            {order.code === undefined
              ? m.receipt_discount()
              : m.basket_discount({ code: order.code })}
          </span>
          <span>{price(-discount)}</span>
        </li>
      )}
      <li className={classes.total}>
        <span>{m.order_total()}</span>
        <strong>{price(order.grandTotal)}</strong>
      </li>
      {fee === 0 ? null : (
        <li className={classes.included}>{m.summary_fee({ amount: price(fee) })}</li>
      )}
      {tax === 0 ? null : (
        <li className={classes.included}>{m.receipt_tax({ amount: price(tax) })}</li>
      )}
      {refundedTotal === 0 ? null : (
        <li>
          <span>{m.receipt_refunded()}</span>
          <span>{price(refundedTotal)}</span>
        </li>
      )}
    </PricedLines>
  );
}

function factsOf(order: Order, event: KeptEvent | undefined) {
  return [
    { label: m.order_name(), value: order.customer.name },
    { label: m.order_email(), value: order.customer.email },
    ...answerFacts(order, event),
    ...(order.grandTotal === 0
      ? []
      : [{ label: m.order_payment(), value: nameOfMethod(order.paymentMethod) }]),
    { label: m.order_placed(), value: formatMoment(order.createdAt) },
    ...(order.terms === undefined ? [] : [{ label: m.receipt_terms(), value: order.terms }]),
    { label: m.order_number(), value: <code className={classes.id}>{order.orderId}</code> },
  ];
}
