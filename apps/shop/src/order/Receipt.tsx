import type { Event, Order } from '@onsale/contracts';
import { useQuery } from '@tanstack/react-query';
import { eventTicketsQuery } from '../app/queries.ts';
import { atVenue, formatMoment, formatPrice } from '@onsale/i18n';
import { strings } from '../app/strings.ts';
import { Facts, GuillochePicture, Stamp, PaperTicket } from '@onsale/ui';
import { PricedLines } from '../checkout/PricedLines.tsx';
import classes from './Receipt.module.css';

const words = strings.order;
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
              <Stamp tone={TONES[order.status]} text={words.stamp[order.status]} />
            </div>
            <h2 className={classes.name}>{event?.name ?? words.withdrawn}</h2>
            {event === undefined || date === undefined ? null : (
              <p className={classes.when}>
                {date.long}, {date.time}
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
                <span>{words.total}</span>
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
              { label: words.name, value: order.customer.name },
              { label: words.email, value: order.customer.email },
              {
                label: words.payment,
                value: strings.methods[order.paymentMethod] ?? order.paymentMethod,
              },
              { label: words.placed, value: formatMoment(order.createdAt) },
              { label: words.number, value: <code className={classes.id}>{order.orderId}</code> },
            ]}
          />
        </div>
      }
    />
  );
}
