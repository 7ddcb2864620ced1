import type { Generated, JSONColumnType, Selectable } from 'kysely';

export interface MailTables {
  'office.mails': MailsTable;
  'office.mail_servers': MailServersTable;
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
  /**
   * `waiting`: also between two attempts. `sent`: the server has taken it. `kept`: there is no server. `failed`:
   * nobody takes it. `skipped`: it had become pointless.
   */
  state: Generated<'waiting' | 'sent' | 'kept' | 'failed' | 'skipped'>;
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

/** What is known of a mail server, and what all processes that send by it share. */
export interface MailServersTable {
  /** Its name and port; `(none)` where mails are kept. */
  server: string;
  /** How many mails it may be given in a second, as delivery was told. */
  per_s: number;
  /** The same, after it has asked for less; null otherwise. */
  slowed_per_s: number | null;
  /** When the next mail may leave. */
  next_at: Generated<Date>;
  /** Nothing is sent before, since it cannot be used. */
  paused_until: Date | null;
  /** Pauses since it took a mail last. */
  failures: Generated<number>;
  /** Mails that it has refused for good, one after the other. */
  refusals: Generated<number>;
  /** How large a mail may be, as it says. */
  max_bytes: number | null;
  /** Whether mails reach it over TLS. */
  is_encrypted: boolean | null;
  /** What mails are signed with; null when they are not. */
  dkim: JSONColumnType<DkimFacts> | null;
  /** The address that mails are from. */
  sender: string | null;
  /** When a process of delivery used it last. */
  seen_at: Generated<Date>;
  last_sent_at: Date | null;
  last_failed_at: Date | null;
  /** What was wrong, in a word or as the server said it. */
  last_failure: string | null;
  last_failure_code: number | null;
}

/** What a receiver needs to check the signature of a mail. */
export interface DkimFacts {
  domain: string;
  selector: string;
  /** As DNS must have it: DER in base64. */
  publicKey: string;
}

/** The public keys that tickets are checked with, as delivery has them. */
export interface TicketKeysTable {
  key_id: string;
  public_key: string;
  created_at: Date;
}
