import type { Event, Order } from '@onsale/contracts';
import { useQuery } from '@tanstack/react-query';
import { eventTicketsQuery } from '../app/queries.ts';
import { atVenue, formatMoment, formatPrice } from '@onsale/i18n';
import { m } from '../paraglide/messages.js';
import { Facts, GuillochePicture, Stamp, PaperTicket } from '@onsale/ui';
import { nameOfMethod } from '../checkout/payment-methods.ts';
import { PricedLines } from '../checkout/PricedLines.tsx';
import classes from './Receipt.module.css';

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
export function Receipt({ order, event }: { order: Order; event: Event | undefined }) {
  const { data: tickets } = useQuery({
    ...eventTicketsQuery(order.eventId),
    refetchInterval: false,
  });
  const nameOf = (ticketId: string) =>
    tickets?.find((ticket) => ticket.id === ticketId)?.name ?? ticketId;
  const date = event === undefined ? undefined : atVenue(event);
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
            <h2 className={classes.name}>{event?.name ?? m.order_withdrawn()}</h2>
            {event === undefined || date === undefined ? null : (
              <p className={classes.when}>
                {date.long}, {date.hours}
                <br />
                {event.venue}
              </p>
            )}
            <PricedLines
              currency={order.currency}
              lines={order.items.map(({ ticketId, qty, total }) => ({
                id: ticketId,
                qty,
                name: nameOf(ticketId),
                total,
              }))}
            >
              <li className={classes.total}>
                <span>{m.order_total()}</span>
                <strong>{formatPrice(order.grandTotal, order.currency)}</strong>
              </li>
            </PricedLines>
          </div>
        </>
      }
      stub={
        <div className={classes.stub}>
          <Facts
            facts={[
              { label: m.order_name(), value: order.customer.name },
              { label: m.order_email(), value: order.customer.email },
              {
                label: m.order_payment(),
                value: nameOfMethod(order.paymentMethod),
              },
              { label: m.order_placed(), value: formatMoment(order.createdAt) },
              {
                label: m.order_number(),
                value: <code className={classes.id}>{order.orderId}</code>,
              },
            ]}
          />
        </div>
      }
    />
  );
}
