import { Button } from '@onsale/ui';
import type { Order, OrderPayment } from '@onsale/api-client';
import { Link } from 'wouter';
import { m } from '../paraglide/messages.js';
import { isGone, isOpen } from './is-open.ts';
import classes from './OrderNext.module.css';
import { OrderAddress } from './OrderAddress.tsx';
import { wordsOf } from './words-of-order.ts';

/** What happens next, and what the buyer can do. */
export function OrderNext({
  order,
  payment,
  isPolled,
}: {
  order: Order;
  payment: OrderPayment | undefined;
  isPolled: boolean;
}) {
  return (
    <section className={classes.next}>
      <h2>{m.order_next()}</h2>
      <ul>
        {wordsOf(order, payment).next.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {isOpen(order) || payment?.isFinal === false ? (
        <p className={classes.live}>{isPolled ? m.order_polling() : m.order_live()}</p>
      ) : null}
      <div className={classes.actions}>
        {order.status === 'confirmed' ? (
          <Button onClick={() => window.print()}>{m.order_print()}</Button>
        ) : null}
        {isGone(order) ? (
          <Link href={`/events/${encodeURIComponent(order.eventId)}`}>
            {m.order_back_to_event()}
          </Link>
        ) : (
          <OrderAddress />
        )}
      </div>
    </section>
  );
}
