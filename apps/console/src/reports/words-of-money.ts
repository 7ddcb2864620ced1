import type { DisputeState, RefundReason } from '@onsale/api-client';
import { m } from '../app/texts.ts';

const DISPUTES: Record<DisputeState, () => string> = {
  needs_response: () => m.reports_dispute_needs_response(),
  under_review: () => m.reports_dispute_under_review(),
  won: () => m.reports_dispute_won(),
  lost: () => m.reports_dispute_lost(),
};

export function wordsOfDispute(state: DisputeState): string {
  return DISPUTES[state]();
}

const REASONS: Record<RefundReason, () => string> = {
  late: () => m.reports_reason_late(),
  cancelled: () => m.reports_reason_cancelled(),
  twice: () => m.reports_reason_twice(),
  wrong_amount: () => m.reports_reason_wrong_amount(),
  seller: () => m.reports_reason_seller(),
  provider: () => m.reports_reason_provider(),
};

/** Why money was sent back. */
export function wordsOfRefundReason(reason: RefundReason): string {
  return REASONS[reason]();
}

/** A provider by its name. */
export function wordsOfProvider(provider: string): string {
  return provider === 'manual' ? m.reports_by_hand() : provider;
}
