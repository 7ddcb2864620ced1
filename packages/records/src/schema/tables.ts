import type { ColumnType, Generated } from 'kysely';
import type { AccessTables } from './access-tables.ts';
import type { BuyerTables } from './buyer-tables.ts';
import type { DocumentTables } from './document-tables.ts';
import type { EntranceTables } from './entrance-tables.ts';
import type { EventTables } from './event-tables.ts';
import type { MailTables } from './mail-tables.ts';
import type { OrderTables } from './order-tables.ts';
import type { ReportTables } from './report-tables.ts';
import type { TaskTables } from './task-tables.ts';
import type { TeamTables } from './team-tables.ts';
import type { WebhookTables } from './webhook-tables.ts';

// The tables of the schema `records`, as migrations/ makes them. Amounts are minor units of the currency
// beside them, in `bigint` columns that are read as numbers; moments are those of Redis' clock, but that of
// placing, which is a gateway's.

export interface RecordsTables
  extends
    AccessTables,
    TeamTables,
    EventTables,
    OrderTables,
    ReportTables,
    TaskTables,
    MailTables,
    WebhookTables,
    DocumentTables,
    BuyerTables,
    EntranceTables {
  'records.shards': ShardsTable;
  'records.people': PeopleTable;
  'records.orders': OrdersTable;
  'records.order_lines': OrderLinesTable;
  'records.tickets': TicketsTable;
  'records.payments': PaymentsTable;
  'records.changes': ChangesTable;
  'records.rejections': RejectionsTable;
}

/** How far the order log of each shard is recorded. Whoever records a shard locks its row. */
export interface ShardsTable {
  shard: number;
  /** The data set that is recorded (`Ledger.dataId`): that of another Redis is refused. */
  data_id: string;
  /** The last entry of the order log that is recorded; `0-0` before the first. */
  position: string;
  /**
   * The last entry whose rejections are counted. The same as `position`, but when the log is read once
   * more: then nothing is counted twice.
   */
  counted_to: string;
  /** When the recorder registered as a reader, by Redis' clock (Unix, in ms). */
  since_ms: number;
  /**
   * From when on each change is recorded (Unix, in ms): since it registered, or the end of the last gap. Of
   * what happened before, the result is.
   */
  changes_since_ms: number;
  /** When the last order was rejected that is among the `rejections`, as its record says (Unix, in ms). */
  rejected_until_ms: Generated<number>;
  /** `set_back`: Redis ends before `position`; nothing is recorded until an admin has decided. */
  state: 'backfilling' | 'recording' | 'set_back';
  /** Of a backfill: the last bucket that is recorded. */
  backfilled_to: string | null;
  /** Why the last backfill was needed, and when it ended. */
  backfill_reason: 'new' | 'gap' | 'rebuild' | null;
  backfilled_at: Date | null;
  /** Orders that were rejected, less those that were settled again since. */
  rejected: Generated<number>;
  changed_at: Generated<Date>;
  /** The last change of an event that is in `events`: its number in Redis. */
  event_change: Generated<number>;
  /** Whether the details of its events are recorded; false until a version has seen them that notes these. */
  has_event_details: Generated<boolean>;
}

/** Whoever has ordered, once for each mailbox. */
export interface PeopleTable {
  person_id: Generated<number>;
  /**
   * The address as `normalizeAddress` makes it; `(removed)` of the one who stands for all that were
   * anonymized, so that nobody can tell which orders are of the same person.
   */
  address: string;
  /** Name and address as in the newest order. */
  name: string;
  email: string;
  /** Name and address as a search compares them (`records.fold`). */
  search: ColumnType<string, never, never>;
  anonymized_at: Date | null;
  /** The transaction that changed the name last; null when none has. */
  renamed_in: ColumnType<string | null, never, never>;
}

/** Every order that was ever held, confirmed or failed to be either after it was held. */
export interface OrdersTable {
  order_id: string;
  shard: number;
  event_id: string;
  person_id: number;
  status: string;
  /** The letter of its state. */
  state: string;
  cause: string | null;
  payment_method: string;
  currency: string;
  total: number;
  fee: number;
  tax: number;
  discount: number;
  /** The sum of its refunds, as the order knows it. */
  refunded: number;
  source: string;
  terms: string | null;
  placed_at: Date;
  /** When its state or its refunds changed last. */
  changed_at: Date;
  /** Its record in Redis, as it was last seen. */
  record: string;
  /** When it was taken out of Redis, or was about to be; null before. */
  archived_at: Date | null;
  /**
   * When an admin decided that a Redis without it, restored from an older backup, is right: it is kept here
   * alone, and counts nowhere.
   */
  given_up_at: ColumnType<Date | null, Date | null | undefined>;
  /** The transaction by which it, or one of its tickets, changed last. */
  changed_in: ColumnType<string, never, never>;
}

export interface OrderLinesTable {
  order_id: string;
  /** Counted from 0. */
  line: number;
  ticket_id: string;
  ticket_type: string;
  qty: number;
  unit_price: number;
}

/** One row for each seat of a line. */
export interface TicketsTable {
  order_id: string;
  line: number;
  /** In the line, from 1. */
  number: number;
  version: number;
  holder: string;
  /** `void`: refunded, or its order is not confirmed any more. `reserved`: its order is held. */
  state: 'reserved' | 'valid' | 'void';
}

/** The payment of an order, by its record in Redis. */
export interface PaymentsTable {
  order_id: string;
  revision: number;
  provider: string;
  currency: string;
  amount: number;
  /** Money that came for it, and that has gone back, in its currency. */
  received: number;
  returned: number;
  is_open: boolean;
  /** When the attempt began that was paid first, or when it was marked as paid; null when nothing was. */
  begun_at: Date | null;
  record: string;
}

/** Every change of an order, once. */
export interface ChangesTable {
  shard: number;
  /** The entry of the order log, and the place of the change in it, from 0. */
  entry_ms: number;
  entry_seq: number;
  place: number;
  order_id: string;
  from_state: string;
  to_state: string;
  cause: string;
  at: Date;
}

/** Orders that were rejected: numbers alone, nobody's data. An order of two types counts for both. */
export interface RejectionsTable {
  event_id: string;
  ticket_id: string;
  reason: string;
  /** The start of the minute. */
  minute: Date;
  orders: ColumnType<number, number, number>;
  tickets: ColumnType<number, number, number>;
}
