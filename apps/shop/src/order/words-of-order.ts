import type { Order, OrderPayment } from '@onsale/api-client';
import { m } from '../paraglide/messages.js';
import { wordsOfPayment } from './words-of-payment.ts';

export interface OrderWords {
  headline: string;
  text: string;
  next: readonly string[];
}

/** The status of an order and its payment, in words for its buyer. */
export function wordsOf(order: Order, payment?: OrderPayment): OrderWords {
  return wordsOfPayment(order, payment) ?? wordsOfStatus(order);
}

function wordsOfStatus(order: Order): OrderWords {
  return order.status === 'rejected'
    ? REJECTED[order.reason ?? 'failed']()
    : STATUS[order.status](order);
}

const STATUS: Record<Exclude<Order['status'], 'rejected'>, (order: Order) => OrderWords> = {
  pending: ({ line }) => ({
    headline: m.order_pending_headline(),
    text: m.order_pending_text(),
    next: [
      // Who has many ahead knows better.
      ...(line === undefined || line.ahead === 0 ? [m.order_pending_turn()] : []),
      ...[m.order_pending_all_or_none(), m.order_pending_place_kept()],
    ],
  }),
  held: () => ({
    headline: m.order_held_headline(),
    text: m.order_held_text(),
    next: [m.order_held_changes()],
  }),
  unknown: () => ({
    headline: m.order_unknown_headline(),
    text: m.order_unknown_text(),
    next: [m.order_unknown_reload()],
  }),
  expired: () => ({
    headline: m.order_expired_headline(),
    text: m.order_expired_text(),
    next: [m.order_expired_again(), m.pay_comes_back()],
  }),
  cancelled: () => ({
    headline: m.order_cancelled_headline(),
    text: m.order_cancelled_text(),
    next: [m.order_ask_seller()],
  }),
  refunded: () => ({
    headline: m.order_refunded_headline(),
    text: m.order_refunded_text(),
    next: [m.order_ask_seller()],
  }),
  confirmed: () => ({
    headline: m.order_confirmed_headline(),
    text: m.order_confirmed_text(),
    next: [m.order_confirmed_receipt(), m.order_confirmed_private()],
  }),
};

const REJECTED: Record<NonNullable<Order['reason']>, () => OrderWords> = {
  sold_out: () => ({
    headline: m.order_sold_out_headline(),
    text: m.order_sold_out_text(),
    next: [m.order_sold_out_others()],
  }),
  held_by_others: () => ({
    headline: m.order_held_by_others_headline(),
    text: m.order_held_by_others_text(),
    next: [m.order_held_by_others_again()],
  }),
  limit: () => ({
    headline: m.order_limit_headline(),
    text: m.order_limit_text(),
    next: [m.order_limit_counts()],
  }),
  not_on_sale: () => ({
    headline: m.order_not_on_sale_headline(),
    text: m.order_not_on_sale_text(),
    next: [m.order_none_taken()],
  }),
  code: () => ({
    headline: m.order_code_headline(),
    text: m.order_nothing_charged(),
    next: [m.order_code_without()],
  }),
  failed: () => ({
    headline: m.order_failed_headline(),
    text: m.order_failed_text(),
    next: [m.order_failed_again()],
  }),
};
