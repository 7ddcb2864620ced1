import type { Generated, JSONColumnType, Selectable } from 'kysely';

export interface MailTables {
  'office.mails': MailsTable;
  'office.ticket_keys': TicketKeysTable;
}

/** What a mail is about. `packages/mails` has the text of each. */
export const MAIL_KINDS = [
  /** The tickets of a confirmed order. */
  'confirmed',
  /** Tickets that were refunded, or money alone. */
  'refund',
  /** Money that came too late, or for nothing, and goes back. */
  'payment_returned',
  /** An order that was cancelled without money. */
  'cancelled',
  'event_cancelled',
  'event_changed',
  /** “Your tickets for tomorrow”. */
  'reminder',
  /** A ticket has a new name or was issued again: its earlier code admits nobody. */
  'ticket_replaced',
  /** What the team writes to buyers. */
  'message',
  /** Links to all orders of an address. */
  'order_links',
  /** To the team: a test of the server, and an endpoint of webhooks that was switched off. */
  'test',
  'webhook_disabled',
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** Every mail that is to leave, or has left: the log, and what the jobs of the queue `MAILS` name. */
export interface MailsTable {
  /** Its Message-ID is made of it, so that a mail that is sent twice can be told. */
  mail_id: string;
  /** What is mailed once: `confirmed:<orderId>`, for example. */
  mail_key: string;
  kind: MailKind;
  order_id: string | null;
  event_id: string | null;
  /** Of `office.messages`. */
  message_id: string | null;
  /** What its text needs to know beside its order and event. */
  about: JSONColumnType<Record<string, unknown>>;
  address: string;
  /** ISO 639-1; null: nobody knows. */
  language: string | null;
  /** `URGENCY`. */
  urgency: number;
  /** `waiting`: also between two attempts. `skipped`: it had become pointless. */
  state: Generated<'waiting' | 'sent' | 'failed' | 'skipped'>;
  attempts: Generated<number>;
  /** What the server said last. */
  answer: string | null;
  answer_code: number | null;
  /** As it was sent. */
  subject: string | null;
  /** Text and HTML, kept only where there is no server and the console shows them. */
  content: JSONColumnType<{ text: string; html: string }> | null;
  queued_at: Generated<Date>;
  /** Not before. */
  due_at: Generated<Date>;
  ended_at: Date | null;
}

/** A mail as it is read. */
export type MailsRow = Selectable<MailsTable>;

/** The public keys that tickets are checked with, as delivery has them. */
export interface TicketKeysTable {
  key_id: string;
  public_key: string;
  created_at: Date;
}
