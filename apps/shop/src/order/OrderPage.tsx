import type { Order } from '@onsale/contracts';
import { useEffect } from 'react';
import { useParams } from 'wouter';
import { ApiError } from '@onsale/api-client';
import { forgetPurchase } from '../checkout/purchase.ts';
import { useOrder } from './use-order.ts';
import { useEvent } from '../event/use-event.ts';
import { m } from '../paraglide/messages.js';
import { inkOf, Loading } from '@onsale/ui';
import { NoticePage } from '../app/NoticePage.tsx';
import classes from './OrderPage.module.css';
import { OrderNext } from './OrderNext.tsx';
import { Receipt } from './Receipt.tsx';
import { ShopPage } from '../app/ShopPage.tsx';
import { TroubleNotice } from '../app/TroubleNotice.tsx';
import { wordsOf } from './words-of-order.ts';

const ENDED: ReadonlySet<Order['status']> = new Set(['rejected', 'expired', 'cancelled']);

/** `/orders/:orderId`: what has become of an order, from the line to its end. */
export function OrderPage() {
  const { orderId } = useParams<{ orderId: string }>();
  const { query, isPolled } = useOrder(orderId);
  const { data: order, error } = query;

  useEffect(() => {
    // Whoever got nothing, or has nothing any more, may try again, and that is another purchase.
    if (order !== undefined && ENDED.has(order.status)) forgetPurchase(order.eventId);
  }, [order]);

  if (error instanceof ApiError && error.status < 500) {
    return <NoticePage title={m.order_not_found()} text={m.order_not_found_text()} />;
  }
  return (
    <ShopPage title={m.order_title()} notice={<TroubleNotice query={query} />}>
      {order === undefined ? (
        <>
          <h1 className="unseen">{m.order_title()}</h1>
          <Loading tickets={1} words={{ text: m.loading(), slow: m.loading_slow() }} />
        </>
      ) : (
        <OrderDetails order={order} isPolled={isPolled} />
      )}
    </ShopPage>
  );
}

function OrderDetails({ order, isPolled }: { order: Order; isPolled: boolean }) {
  const { event } = useEvent(order.eventId);
  const { headline, text } = wordsOf(order);
  return (
    <div className="inked" style={inkOf(order.eventId)}>
      <div role="status" className={classes.headline}>
        <h1>{headline}</h1>
        <p>{text}</p>
      </div>
      <div className={classes.columns}>
        <Receipt order={order} event={event} />
        <OrderNext order={order} isPolled={isPolled} />
      </div>
    </div>
  );
}
