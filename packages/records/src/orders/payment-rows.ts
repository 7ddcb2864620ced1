import {
  isOpenPayment,
  type Payment,
  type PaymentDispute,
  type PaymentRefund,
  type Refund,
  unpackPayment,
} from '@onsale/ledger';
import type { Insertable } from 'kysely';
import type { DisputesTable, RefundsTable } from '../schema/report-tables.ts';
import type { PaymentsTable } from '../schema/tables.ts';
import { checkRow } from './check-row.ts';
import { storable } from './storable.ts';

/** Escapes that PostgreSQL takes for no character when it reads a record as JSON: a NUL, or half of one. */
const UNREADABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i;

/** What the tables have of the money of an order. */
export interface PaymentRows {
  payment?: Insertable<PaymentsTable>;
  refunds: Insertable<RefundsTable>[];
  disputes: Insertable<DisputesTable>[];
}

/** The rows of a payment. Throws when its record is malformed. */
export function paymentRows(orderId: string, record: string): Required<PaymentRows> {
  if (UNREADABLE.test(record)) throw new Error('its payment has characters that nobody types');
  const payment = unpackPayment(record);
  const { refunds, disputes, currency } = payment;
  const rows = {
    payment: paymentRow(orderId, record, payment),
    refunds: refunds.map((refund, place) => refundRow({ orderId, place, currency }, refund)),
    disputes: disputes.map((dispute, place) => disputeRow({ orderId, place, currency }, dispute)),
  };
  for (const row of [rows.payment, ...rows.refunds, ...rows.disputes]) checkRow(row);
  return rows;
}

interface Place {
  orderId: string;
  place: number;
  /** Where nothing else is said. */
  currency: string;
}

/** The row of a refund that only the order knows of: its money went back by hand. Throws when it is malformed. */
export function manualRefundRow(
  { orderId, place, currency }: Place,
  { id, amountMinor, atMs }: Refund,
): Insertable<RefundsTable> {
  const row = {
    ...{ order_id: orderId, by_hand: true, place, refund_id: storable(id) },
    ...{ currency, amount: amountMinor, state: 'done', reason: 'seller', problem: null },
    ...{ asked_at: new Date(atMs), done_at: new Date(atMs) },
  };
  checkRow(row);
  return row;
}

function paymentRow(orderId: string, record: string, payment: Payment): Insertable<PaymentsTable> {
  return {
    order_id: orderId,
    revision: payment.revision,
    provider: payment.provider,
    currency: payment.currency,
    amount: payment.amountMinor,
    received: receivedMinor(payment),
    returned: returnedMinor(payment),
    is_open: isOpenPayment(payment),
    begun_at: begunAt(payment),
    record,
  };
}

function refundRow(
  { orderId, place, currency }: Place,
  refund: PaymentRefund,
): Insertable<RefundsTable> {
  const { id, amountMinor, state, reason, askedAtMs, doneAtMs, problem } = refund;
  return {
    ...{ order_id: orderId, by_hand: false, place, refund_id: storable(id) },
    ...{ currency: refund.currency ?? currency, amount: amountMinor, state, reason },
    asked_at: new Date(askedAtMs),
    done_at: doneAtMs === undefined ? null : new Date(doneAtMs),
    problem: problem === undefined ? null : storable(problem),
  };
}

function disputeRow(
  { orderId, place, currency }: Place,
  { id, amountMinor, state, respondByMs }: PaymentDispute,
): Insertable<DisputesTable> {
  return {
    ...{ order_id: orderId, place, dispute_id: storable(id) },
    ...{ currency, amount: amountMinor, state },
    respond_by: respondByMs === undefined ? null : new Date(respondByMs),
  };
}

// What came or went in another currency can't be added up with the rest; it stands in the record.
function receivedMinor({ attempts, amountMinor, currency, markedPaid }: Payment): number {
  const paid = attempts.map((attempt) =>
    attempt.paid?.currency === currency ? attempt.paid.amountMinor : 0,
  );
  return sumOf([...paid, markedPaid === undefined ? 0 : amountMinor]);
}

// A dispute that is lost has taken the money back, as a refund would have.
function returnedMinor({ refunds, disputes, currency }: Payment): number {
  const refunded = refunds.filter((refund) => {
    return refund.state === 'done' && (refund.currency ?? currency) === currency;
  });
  const lost = disputes.filter(({ state }) => state === 'lost');
  return sumOf([...refunded, ...lost].map(({ amountMinor }) => amountMinor));
}

// When the money came, nobody has noted; it is within minutes of this.
function begunAt({ attempts, markedPaid }: Payment): Date | null {
  const paid = attempts.find((attempt) => attempt.paid !== undefined);
  const atMs = paid?.startedAtMs ?? markedPaid?.atMs;
  return atMs === undefined ? null : new Date(atMs);
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
