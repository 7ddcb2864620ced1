import type { NoticeKind } from '@onsale/contracts';
import type { Generated, JSONColumnType } from 'kysely';

export interface BuyerTables {
  'office.notices': NoticesTable;
  'office.told_versions': ToldVersionsTable;
  'office.order_links': OrderLinksTable;
  'office.opt_outs': OptOutsTable;
  'office.buyer_attempts': BuyerAttemptsTable;
  'office.buyer_secret': BuyerSecretTable;
}

/** What all who have a confirmed order of an event are told. */
export interface NoticesTable {
  notice_id: string;
  /** What is told once, such as `reminder:<eventId>:<startsAt>`. */
  notice_key: string;
  event_id: string;
  kind: NoticeKind;
  /** What its mails need to know beside the order and the event. */
  about: JSONColumnType<Record<string, unknown>>;
  /** The member or API key, as it was called then; null: delivery itself. */
  created_by: string | null;
  created_at: Generated<Date>;
  /** The last order whose mail is queued. */
  queued_to: Generated<string>;
  /** When all mails were queued. */
  queued_at: Date | null;
  mails: Generated<number>;
}

/** The newest version of a ticket that its buyer was told of; those without a row have version 1. */
export interface ToldVersionsTable {
  order_id: string;
  line: number;
  number: number;
  version: number;
}

/** Links to all orders of an address, which their tokens open. */
export interface OrderLinksTable {
  /** SHA-256 of the token, in hex. */
  token_hash: string;
  /** As `records.people` has it. */
  address: string;
  expires_at: Date;
}

/** Who wants no messages. Nobody gets from a hash to the address without `buyer_secret`. */
export interface OptOutsTable {
  address_hash: string;
  at: Generated<Date>;
}

/** How often a buyer has asked for something, within a window. */
export interface BuyerAttemptsTable {
  subject: string;
  count: number;
  until: Date;
}

/** The secret by which tokens for buyers are made; one row. */
export interface BuyerSecretTable {
  is_only: Generated<boolean>;
  secret: string;
}
