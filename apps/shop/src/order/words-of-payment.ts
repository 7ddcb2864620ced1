import type { Order, OrderPayment } from '@onsale/api-client';
import { MANUAL } from '../checkout/payment.ts';
import { m } from '../paraglide/messages.js';
import type { OrderWords } from './words-of-order.ts';

/** What an order says because of its payment; undefined where its status says it all. */
export function wordsOfPayment(
  order: Order,
  payment: OrderPayment | undefined,
): OrderWords | undefined {
  if (order.status === 'held') {
    if (order.paymentMethod === MANUAL) return transferWords();
    return payment === undefined ? undefined : HELD[payment.state]();
  }
  const isLate = payment?.refunds.some(({ reason }) => reason === 'late') === true;
  if (order.status === 'expired' && isLate) return lateWords();
  if (order.status === 'expired' && payment?.state === 'checking') return lateCheckWords();
  if (order.status === 'refunded' && isAllBack(payment)) return returnedWords();
  return undefined;
}

function isAllBack(payment: OrderPayment | undefined): boolean {
  const refunds = payment?.refunds ?? [];
  return refunds.length > 0 && refunds.every(({ state }) => state === 'done');
}

const openWords = (): OrderWords => ({
  headline: m.order_held_headline(),
  text: m.pay_open_text(),
  next: [m.pay_leads_back(), m.pay_can_wait(), m.pay_at_the_end()],
});

const checkingWords = (): OrderWords => ({
  headline: m.pay_checking_headline(),
  text: m.pay_checking_text(),
  next: [m.pay_checking_close(), m.pay_money_or_tickets()],
});

const HELD: Record<OrderPayment['state'], () => OrderWords> = {
  none: openWords,
  open: openWords,
  checking: checkingWords,
  failed: () => ({
    headline: m.pay_failed_headline(),
    text: m.pay_failed_text(),
    next: [m.pay_failed_same(), m.pay_at_the_end()],
  }),
  paid: () => ({
    headline: m.pay_paid_headline(),
    text: m.pay_paid_text(),
    next: [m.pay_money_or_tickets()],
  }),
  // Of an amount that was wrong: the order can still be paid.
  returning: openWords,
  returned: openWords,
};

const transferWords = (): OrderWords => ({
  headline: m.order_held_headline(),
  text: m.pay_transfer_text(),
  next: [m.pay_transfer_reference(), m.pay_transfer_changes(), m.pay_at_the_end()],
});

const lateWords = (): OrderWords => ({
  headline: m.pay_late_headline(),
  text: m.pay_late_text(),
  next: [m.order_expired_again()],
});

const lateCheckWords = (): OrderWords => ({
  headline: m.pay_checking_headline(),
  text: m.pay_late_check_text(),
  next: [m.pay_checking_close(), m.pay_money_or_tickets()],
});

const returnedWords = (): OrderWords => ({
  headline: m.pay_returned_headline(),
  text: m.order_refunded_text(),
  next: [m.order_ask_seller()],
});
