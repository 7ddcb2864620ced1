import { ApiError, type Order, type OrderTickets } from '@onsale/api-client';
import { Notice } from '@onsale/ui';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { TroubleNotice } from '../app/TroubleNotice.tsx';
import { forget, keep, type KeptEvent } from '../offline/kept-orders.ts';
import { startWorker } from '../offline/start-worker.ts';
import { m } from '../paraglide/messages.js';
import { Documents } from './Documents.tsx';
import { TicketActions } from './TicketActions.tsx';
import { TicketCard } from './TicketCard.tsx';
import { TicketScreen } from './TicketScreen.tsx';
import { orderTicketsQuery } from './ticket-queries.ts';
import classes from './TicketsPanel.module.css';

/** What an order has brought: its tickets, or, once they were paid back, its documents alone. */
export function TicketsPanel(props: { order: Order; event: KeptEvent | undefined }) {
  const { orderId, status, grandTotal } = props.order;
  if (status === 'confirmed') return <TicketsSection {...props} />;
  return grandTotal > 0 ? <Documents orderId={orderId} takesInvoice={false} /> : null;
}

// Each with its code, one swipe apart, and what can be done with them.
function TicketsSection({ order, event }: { order: Order; event: KeptEvent | undefined }) {
  const query = useQuery(orderTicketsQuery(order.orderId));
  const { data: tickets, error, failureReason } = query;
  const isKept = useKept({ order, event, tickets });
  // Of an old order only the documents are left.
  const isOver = error instanceof ApiError && error.code === 'NO_TICKETS';
  useEffect(() => {
    if (isOver) forget(order.orderId);
  }, [isOver, order.orderId]);
  if (isOver) {
    return order.grandTotal > 0 ? <Documents orderId={order.orderId} takesInvoice /> : null;
  }
  // A shop that has no tickets to show, and whose orders are all there is.
  if (error instanceof ApiError && error.status === 404) return null;
  return (
    <section className={classes.panel} aria-labelledby="tickets">
      <h2 id="tickets">{m.tickets_title()}</h2>
      {/* Without a network the page itself says so. */}
      {tickets === undefined || failureReason instanceof ApiError ? (
        <TroubleNotice query={query} />
      ) : null}
      {error === null || tickets !== undefined ? null : (
        <Notice live tone="warn" title={m.tickets_failed()} text={m.tickets_failed_text()} />
      )}
      {tickets === undefined ? null : <Tickets {...{ order, event, tickets, isKept }} />}
    </section>
  );
}

function Tickets({
  order,
  event,
  tickets,
  isKept,
}: {
  order: Order;
  event: KeptEvent | undefined;
  tickets: OrderTickets;
  isKept: boolean;
}) {
  const [shown, setShown] = useState<number>();
  const all = tickets.tickets;
  const valid = all.filter(({ code }) => code !== undefined);
  const { namesUntil } = tickets;
  return (
    <>
      <ol className={classes.strip}>
        {all.map((ticket) => (
          <li key={ticket.place} className={classes.place}>
            <TicketCard
              {...{ ticket, event, namesUntil, orderId: order.orderId, count: all.length }}
              onEnlarge={() => setShown(ticket.place)}
            />
          </li>
        ))}
      </ol>
      {all.length > 1 ? <p className={classes.swipe}>{m.tickets_swipe()}</p> : null}
      <p className={classes.kept} role="status">
        {isKept ? m.tickets_kept() : null}
      </p>
      <TicketActions order={order} />
      {tickets.hasReceipt ? <Documents orderId={order.orderId} takesInvoice /> : null}
      {shown === undefined ? null : (
        <TicketScreen
          {...{ event, tickets: valid, count: all.length, first: shown }}
          onClose={() => setShown(undefined)}
        />
      )}
    </>
  );
}

// Keeps what is seen, and the files that draw it, on this device. Answers whether both are there.
function useKept(seen: {
  order: Order;
  event: KeptEvent | undefined;
  tickets: OrderTickets | undefined;
}): boolean {
  const { order, event, tickets } = seen;
  const [isKept, setKept] = useState(false);
  useEffect(() => {
    if (tickets === undefined || !keep({ order, event, tickets })) return;
    void startWorker().then(setKept);
  }, [order, event, tickets]);
  return isKept;
}
