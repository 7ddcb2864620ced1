import { ApiError, type Order } from '@onsale/api-client';
import { Button, ErrorBoundary, inkOf, Loading, Notice } from '@onsale/ui';
import { useQuery } from '@tanstack/react-query';
import { type ComponentProps, useEffect } from 'react';
import { Link, useParams } from 'wouter';
import { lazyPage } from '../app/lazy-page.tsx';
import { NoticePage } from '../app/NoticePage.tsx';
import { eventQuery } from '../app/queries.ts';
import { ShopPage } from '../app/ShopPage.tsx';
import { loadTextsOf } from '../app/texts.ts';
import { TroubleNotice } from '../app/TroubleNotice.tsx';
import { isPaidOnline, MANUAL } from '../checkout/payment.ts';
import { endPurchase } from '../checkout/purchase.ts';
import type { KeptEvent } from '../offline/kept-orders.ts';
import { m } from '../paraglide/messages.js';
import { HoldNotice } from './HoldNotice.tsx';
import { canOrderAgain, isGone } from './is-open.ts';
import { LineNotice } from './LineNotice.tsx';
import { OrderAgain } from './OrderAgain.tsx';
import { OrderNext } from './OrderNext.tsx';
import classes from './OrderPage.module.css';
import { PayPanel } from './PayPanel.tsx';
import { Receipt } from './Receipt.tsx';
import { RefundNotices } from './RefundNotices.tsx';
import { TransferPanel } from './TransferPanel.tsx';
import { useOrder } from './use-order.ts';
import { usePayment } from './use-payment.ts';
import { wordsOf } from './words-of-order.ts';

// Most who look at an order wait for its tickets, or have them.
const tickets = lazyPage<{ order: Order; event: KeptEvent | undefined }>(
  async () => {
    const [{ TicketsPanel }] = await Promise.all([
      import('../tickets/TicketsPanel.tsx'),
      loadTextsOf('tickets'),
    ]);
    return TicketsPanel;
  },
  () => null,
);

/** `/orders/:orderId`: what has become of an order, from the line to its end. */
export function OrderPage() {
  const { orderId } = useParams<{ orderId: string }>();
  const { query, isMissing, kept, isPolled } = useOrder(orderId);
  const { data: order, error } = query;

  useEffect(() => tickets.preload(), []);
  useEffect(() => {
    // Whoever got nothing, or has nothing any more, may try again, and that is another purchase.
    if (order !== undefined && isGone(order)) endPurchase(order);
  }, [order]);

  if (isMissing || (error instanceof ApiError && order === undefined)) {
    return (
      <NoticePage title={m.order_not_found()} text={m.order_not_found_text()}>
        <Link href="/my-orders">{m.order_lost_link()}</Link>
      </NoticePage>
    );
  }
  return (
    <ShopPage title={m.order_title()} notice={<TroubleNotice query={query} />}>
      {order === undefined ? (
        <>
          <h1 className="unseen">{m.order_title()}</h1>
          <Loading tickets={1} words={{ text: m.loading(), slow: m.loading_slow() }} />
        </>
      ) : (
        <OrderDetails order={order} isPolled={isPolled} keptEvent={kept?.event} />
      )}
    </ShopPage>
  );
}

function OrderDetails({
  order,
  isPolled,
  keptEvent,
}: {
  order: Order;
  isPolled: boolean;
  /** As it was seen last on this device; never among what other pages read, since it may be old. */
  keptEvent: KeptEvent | undefined;
}) {
  const { data: told } = useQuery(eventQuery(order.eventId));
  const event = told ?? keptEvent;
  const { payment, isKnown } = usePayment(order);
  const { headline, text } = wordsOf(order, payment);
  return (
    <div className="inked" style={inkOf(order.eventId)}>
      <div className={classes.top}>
        <div role="status" className={classes.headline}>
          <h1>{headline}</h1>
          <p>{text}</p>
        </div>
        {order.status === 'pending' ? <LineNotice line={order.line} /> : null}
        {payment === undefined ? null : <RefundNotices payment={payment} />}
        {canOrderAgain(order, payment) ? <OrderAgain order={order} /> : null}
        {order.status === 'held' && order.holdUntil !== undefined ? (
          <Held {...{ order, payment, isKnown }} until={order.holdUntil} />
        ) : null}
      </div>
      {order.status === 'confirmed' || order.status === 'refunded' ? (
        <ErrorBoundary fallback={<TicketsBroken />}>
          <tickets.Page order={order} event={event} />
        </ErrorBoundary>
      ) : null}
      <div className={classes.columns}>
        <Receipt order={order} event={event} />
        <OrderNext {...{ order, payment, isPolled }} />
      </div>
    </div>
  );
}

function TicketsBroken() {
  return (
    <Notice live tone="bad" title={m.trouble_failed()} text={m.trouble_failed_text()}>
      <Button onClick={() => window.location.reload()}>{m.trouble_try_again()}</Button>
    </Notice>
  );
}

function Held(props: ComponentProps<typeof PayPanel>) {
  const { order, until } = props;
  if (isPaidOnline(order)) return <PayPanel {...props} />;
  return order.paymentMethod === MANUAL ? (
    <TransferPanel order={order} until={until} />
  ) : (
    <HoldNotice order={order} until={until} />
  );
}
