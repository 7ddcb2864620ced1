import type { Order } from '@onsale/api-client';
import { Link } from 'wouter';
import { formatBasket } from '../event/basket.ts';
import { typeAgain } from '../checkout/purchase.ts';
import { m } from '../paraglide/messages.js';
import classes from './OrderAgain.module.css';

/** Leads from an order that came to nothing to a checkout with the same tickets and the same buyer. */
export function OrderAgain({ order }: { order: Order }) {
  const basket = formatBasket(new Map(order.items.map(({ ticketId, qty }) => [ticketId, qty])));
  const search = new URLSearchParams({
    basket,
    ...(order.code === undefined ? {} : { code: order.code }),
  });
  const { customer, items, paymentMethod, answers, terms } = order;
  const keep = () =>
    typeAgain(order.eventId, {
      ...{ customer, paymentMethod, items: items.map(({ ticketId, qty }) => ({ ticketId, qty })) },
      ...(answers === undefined ? {} : { answers }),
      ...(terms === undefined ? {} : { terms }),
    });
  return (
    <Link
      href={`/events/${encodeURIComponent(order.eventId)}/checkout?${search.toString()}`}
      className={classes.again}
      onClick={keep}
    >
      {m.order_again()}
    </Link>
  );
}
