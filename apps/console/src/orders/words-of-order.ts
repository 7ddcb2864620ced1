import type { OrderSource, OrderStatus, RefundState, RejectReason } from '@onsale/api-client';
import { m } from '../app/texts.ts';

const STATUSES: Record<OrderStatus, () => string> = {
  pending: () => m.orders_status_pending(),
  held: () => m.orders_status_held(),
  confirmed: () => m.orders_status_confirmed(),
  rejected: () => m.orders_status_rejected(),
  expired: () => m.orders_status_expired(),
  cancelled: () => m.orders_status_cancelled(),
  refunded: () => m.orders_status_refunded(),
  unknown: () => m.orders_status_unknown(),
};

export function wordsOfStatus(status: OrderStatus): string {
  return STATUSES[status]();
}

const SOURCES: Record<OrderSource, () => string> = {
  shop: () => m.orders_source_shop(),
  box_office: () => m.orders_source_box_office(),
  complimentary: () => m.orders_source_complimentary(),
};

export function wordsOfSource(source: OrderSource): string {
  return SOURCES[source]();
}

const METHODS: Record<string, () => string> = {
  online: () => m.orders_method_online(),
  manual: () => m.orders_method_manual(),
  cash: () => m.orders_method_cash(),
  card: () => m.orders_method_card(),
};

/** A payment method; one that the seller has named itself stays as it is. */
export function wordsOfMethod(method: string): string {
  return METHODS[method]?.() ?? method;
}

const REASONS: Record<RejectReason, () => string> = {
  sold_out: () => m.orders_reason_sold_out(),
  held_by_others: () => m.orders_reason_held_by_others(),
  limit: () => m.orders_reason_limit(),
  not_on_sale: () => m.orders_reason_not_on_sale(),
  code: () => m.orders_reason_code(),
  failed: () => m.orders_reason_failed(),
};

/** Why an order was rejected. */
export function wordsOfReason(reason: RejectReason): string {
  return REASONS[reason]();
}

const REFUNDS: Record<RefundState, () => string> = {
  asked: () => m.orders_refund_asked(),
  pending: () => m.orders_refund_pending(),
  waiting_for_balance: () => m.orders_refund_waiting_for_balance(),
  done: () => m.orders_refund_done(),
  failed: () => m.orders_refund_failed(),
};

/** How far a refund has come. */
export function wordsOfRefund(state: RefundState): string {
  return REFUNDS[state]();
}
