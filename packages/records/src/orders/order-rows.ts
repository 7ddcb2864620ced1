import {
  ANONYMIZED,
  holderOf,
  normalizeAddress,
  type Order,
  parseOrderId,
  readBooked,
  refundedTickets,
  type TicketPosition,
  unpackOrder,
} from '@onsale/ledger';
import type { Insertable } from 'kysely';
import type { OrderLinesTable, OrdersTable, PeopleTable, TicketsTable } from '../schema/tables.ts';
import { checkRow, MOST_TICKETS } from './check-row.ts';
import { manualRefundRow, type PaymentRows, paymentRows } from './payment-rows.ts';
import { storable } from './storable.ts';

/** An order as it was read in one place, Redis or an archive, at one moment. */
export interface RecordedOrder {
  orderId: string;
  shard: number;
  record: string;
  /** The record of its payment, where it has one. */
  payment?: string | undefined;
  /** When it was taken out of Redis; undefined while it is there. */
  archivedAt?: Date | undefined;
}

/** What the tables have of one order. */
export interface OrderRows extends PaymentRows {
  /** Undefined of an order that is not recorded itself: pending or rejected. */
  order?: Omit<Insertable<OrdersTable>, 'person_id'>;
  person?: Pick<Insertable<PeopleTable>, 'address' | 'name' | 'email'>;
  lines: Insertable<OrderLinesTable>[];
  tickets: Insertable<TicketsTable>[];
}

/** The order is in a state that only a newer version knows: only a newer process can record it. */
export class NewerOrderError extends Error {
  constructor(orderId: string) {
    super(`order ${orderId} is in a state of a newer version`);
    this.name = 'NewerOrderError';
  }
}

/**
 * The rows that stand for an order, from its records alone: what is recorded, verified and rebuilt. Throws
 * `NewerOrderError`, and when a record is malformed; the message never quotes personal data.
 */
export function orderRows(stored: RecordedOrder): OrderRows {
  const { orderId, record, payment } = stored;
  const money = payment === undefined ? NO_MONEY : paymentRows(orderId, payment);
  const rows: OrderRows = { lines: [], tickets: [], ...money };
  const order = { id: orderId, createdAtMs: placedAtMs(orderId), ...unpackOrder(record) };
  if (order.status === 'unknown') throw new NewerOrderError(orderId);
  if (!isRecorded(order)) return rows;
  rows.order = orderRow(stored, order);
  rows.person = personRow(order);
  rows.refunds = [...rows.refunds, ...manualRefunds(order, rows.refunds)];
  if (sumOf(order.lines.map(({ qty }) => qty)) > MOST_TICKETS) {
    throw new Error('the tickets of its record are more than an order has');
  }
  for (const [line, { ticketId, type, qty, unitMinor }] of order.lines.entries()) {
    const place = { order_id: orderId, line };
    rows.lines.push({
      ...{ ...place, ticket_id: ticketId, ticket_type: type },
      ...{ qty, unit_price: unitMinor },
    });
    for (let number = 1; number <= qty; number++) {
      rows.tickets.push({ ...place, number, ...ticketRow(order, [line, number]) });
    }
  }
  for (const row of [rows.order, rows.person, ...rows.lines, ...rows.tickets]) checkRow(row);
  return rows;
}

const NO_MONEY: PaymentRows = { refunds: [], disputes: [] };

// A refund without money is a ticket that was revoked.
function manualRefunds(
  { id, currency, extras = {} }: Order,
  known: OrderRows['refunds'],
): OrderRows['refunds'] {
  const ids = new Set(known.map(({ refund_id: refundId }) => refundId));
  return (extras.refunds ?? []).flatMap((refund, place) => {
    const isOther = refund.amountMinor > 0 && !ids.has(storable(refund.id));
    return isOther ? [manualRefundRow({ orderId: id, place, currency }, refund)] : [];
  });
}

// Rejected orders are counted, and pending ones will be one or the other.
function isRecorded({ status }: Order): boolean {
  return status !== 'pending' && status !== 'rejected';
}

function orderRow(stored: RecordedOrder, order: Order): NonNullable<OrderRows['order']> {
  const { letter, changedAtMs } = readBooked(stored.record);
  const { extras = {} } = order;
  return {
    order_id: order.id,
    shard: stored.shard,
    event_id: order.eventId,
    status: order.status,
    state: letter,
    cause: order.cause ?? null,
    payment_method: storable(order.paymentMethod),
    currency: order.currency,
    total: order.totalMinor,
    fee: extras.fee ?? 0,
    tax: extras.tax ?? 0,
    discount: extras.discount ?? 0,
    refunded: (extras.refunds ?? []).reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    source: extras.source ?? 'shop',
    terms: extras.terms === undefined ? null : storable(extras.terms),
    placed_at: new Date(order.createdAtMs),
    changed_at: new Date(changedAtMs ?? order.createdAtMs),
    record: stored.record,
    archived_at: stored.archivedAt ?? null,
  };
}

// Whoever was anonymized before the order was recorded is one person: nobody can tell them apart.
function personRow({ customer: { name, email } }: Order): OrderRows['person'] & object {
  const address = email === ANONYMIZED ? ANONYMIZED : normalizeAddress(email);
  return { address: storable(address), name: storable(name), email: storable(email) };
}

function ticketRow(order: Order, ticket: TicketPosition) {
  const { name, version } = holderOf(order, ticket);
  return { version, holder: storable(name), state: ticketState(order, ticket) };
}

function ticketState(order: Order, [line, number]: TicketPosition): 'reserved' | 'valid' | 'void' {
  if (order.status === 'held') return 'reserved';
  if (order.status !== 'confirmed') return 'void';
  const gone = refundedTickets(order.extras ?? {});
  return gone.some(([ofLine, ofNumber]) => ofLine === line && ofNumber === number)
    ? 'void'
    : 'valid';
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

function placedAtMs(orderId: string): number {
  return parseOrderId(orderId, Infinity)?.createdAtMs ?? 0;
}
