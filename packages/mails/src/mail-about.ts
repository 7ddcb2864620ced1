import type { MailContentKind, MailEvent } from './mail-content.ts';

/**
 * What whoever queues a mail says of it beside its order, event and message: the column `about` of
 * `office.mails`. Everything else is read when it leaves, so that it says what is true by then.
 */
export interface MailAbouts {
  confirmed: object;
  /** The refund as the order has it, or its payment; missing: all of the order. */
  refund: { refundId?: string };
  /** The amount as a decimal; whether it was another one than the order costs. */
  payment_returned: { amount: number; currency: string; isWrongAmount?: boolean };
  cancelled: object;
  event_cancelled: object;
  /** What was said before, of what is different now; and what the team adds. */
  event_changed: { before: Partial<MailEvent>; note?: string };
  reminder: object;
  /** Lines are counted from 0, tickets of a line from 1. */
  ticket_replaced: { tickets: readonly { line: number; number: number }[] };
  /** The token of `POST /opt-outs/{token}`. */
  message: { optOutToken: string };
  order_links: object;
  /** Who asked for it. */
  test: { by?: string };
  webhook_disabled: { endpointId: string; url: string; since?: string; answer?: string };
}

export type MailAbout<Kind extends MailContentKind = MailContentKind> = MailAbouts[Kind];
