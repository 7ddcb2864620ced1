import { ApiError, type Order } from '@onsale/api-client';
import { inkOf, Loading } from '@onsale/ui';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useParams } from 'wouter';
import { NoticePage } from '../app/NoticePage.tsx';
import { eventQuery } from '../app/queries.ts';
import { ShopPage } from '../app/ShopPage.tsx';
import { TroubleNotice } from '../app/TroubleNotice.tsx';
import { forgetPurchase } from '../checkout/purchase.ts';
import { m } from '../paraglide/messages.js';
import { HoldNotice } from './HoldNotice.tsx';
import { isGone } from './is-open.ts';
import { LineNotice } from './LineNotice.tsx';
import { OrderNext } from './OrderNext.tsx';
import classes from './OrderPage.module.css';
import { Receipt } from './Receipt.tsx';
import { useOrder } from './use-order.ts';
import { wordsOf } from './words-of-order.ts';

/** `/orders/:orderId`: what has become of an order, from the line to its end. */
export function OrderPage() {
  const { orderId } = useParams<{ orderId: string }>();
  const { query, isPolled } = useOrder(orderId);
  const { data: order, error } = query;

  useEffect(() => {
    // Whoever got nothing, or has nothing any more, may try again, and that is another purchase.
    if (order !== undefined && isGone(order)) forgetPurchase(order.eventId);
  }, [order]);

  if (error instanceof ApiError && order === undefined) {
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
  const { data: event } = useQuery(eventQuery(order.eventId));
  const { headline, text } = wordsOf(order);
  return (
    <div className="inked" style={inkOf(order.eventId)}>
      <div className={classes.top}>
        <div role="status" className={classes.headline}>
          <h1>{headline}</h1>
          <p>{text}</p>
        </div>
        {order.status === 'pending' ? <LineNotice line={order.line} /> : null}
        {order.status === 'held' && order.holdUntil !== undefined ? (
          <HoldNotice order={order} until={order.holdUntil} />
        ) : null}
      </div>
      <div className={classes.columns}>
        <Receipt order={order} event={event} />
        <OrderNext order={order} isPolled={isPolled} />
      </div>
    </div>
  );
}
