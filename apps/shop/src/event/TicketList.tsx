import type { EventDetails, Ticket } from '@onsale/api-client';
import { Button, Notice } from '@onsale/ui';
import { useSearchParams } from 'wouter';
import { m } from '../paraglide/messages.js';
import { type Basket, countOf, type OrderLimits } from './basket.ts';
import classes from './EventPage.module.css';
import { filterTickets, offersFilter, readFilter } from './filter.ts';
import { salesWindowOf } from './sale.ts';
import { TicketFilterBar } from './TicketFilterBar.tsx';
import { TicketTypeRow } from './TicketTypeRow.tsx';

/** The ticket types, each with how many are wanted. */
export function TicketList({
  event,
  tickets,
  basket,
  limits,
  nowMs,
  onChange,
}: {
  event: EventDetails;
  tickets: readonly Ticket[];
  basket: Basket;
  limits: OrderLimits;
  /** By the clock of the server. */
  nowMs: number;
  onChange: (ticketId: string, qty: number) => void;
}) {
  const [search, setSearch] = useSearchParams();
  const filters = offersFilter(tickets);
  const shown = filters ? filterTickets(tickets, readFilter(search)) : tickets;
  const showAll = () =>
    setSearch(
      (now) => new URLSearchParams([...now].filter(([name]) => name !== 'type' && name !== 'max')),
      {
        replace: true,
      },
    );
  if (tickets.length === 0) {
    // Then they are asked for the code.
    if (event.hasCodes) return null;
    return <Notice title={m.event_no_tickets()} text={m.event_no_tickets_text()} />;
  }
  return (
    <>
      <OrderLimitsNote event={event} limits={limits} />
      {filters ? <TicketFilterBar tickets={tickets} /> : null}
      {shown.length === 0 ? (
        <Notice title={m.event_no_match()}>
          <Button onClick={showAll}>{m.event_show_all()}</Button>
        </Notice>
      ) : (
        <ul className={classes.list}>
          {shown.map((ticket) => (
            <li key={ticket.id}>
              <TicketTypeRow
                ticket={ticket}
                sale={saleOfTicket(event, ticket, nowMs)}
                qty={basket.get(ticket.id) ?? 0}
                room={Math.max(0, limits.most - countOf(basket))}
                onChange={(qty) => onChange(ticket.id, qty)}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

// The event's own; that of the shop is said when it is reached.
function OrderLimitsNote({ event, limits }: { event: EventDetails; limits: OrderLimits }) {
  const hasMost = event.maxPerOrder !== undefined || event.maxPerCustomer !== undefined;
  const sentences = [
    ...(limits.least > 1 ? [m.limit_order_least({ least: limits.least })] : []),
    ...(hasMost ? [m.limit_order_most({ most: limits.most })] : []),
  ];
  return sentences.length === 0 ? null : <p className={classes.limits}>{sentences.join(' ')}</p>;
}

// What its sales window says of it: when it opens, or that it has ended.
function saleOfTicket(event: EventDetails, ticket: Ticket, nowMs: number) {
  const { fromMs, toMs } = salesWindowOf(event, ticket);
  if (nowMs >= toMs) return 'ended' as const;
  return nowMs < fromMs ? { opensMs: fromMs } : undefined;
}
