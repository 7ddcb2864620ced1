import type { MessageAudience, MessageState } from '@onsale/contracts';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

export interface ReportTables {
  'records.events': EventsTable;
  'records.refunds': RefundsTable;
  'records.disputes': DisputesTable;
  'records.order_sums': OrderSumsTable;
  'records.ticket_sums': TicketSumsTable;
  'records.payment_sums': PaymentSumsTable;
  'office.messages': MessagesTable;
}

/** What the recorder knows of an event, as Redis had it last. */
export interface EventsTable {
  event_id: string;
  shard: number;
  name: string;
  /** In which its days are told; one that PostgreSQL knows. */
  time_zone: string;
  /** Null while it was not seen since these are noted. */
  status: ColumnType<string | null, string | null | undefined>;
  revision: ColumnType<number | null, number | null | undefined>;
  /** Null while it was not seen since these are noted. */
  details: ColumnType<EventDetails | null, string | undefined, string>;
  /** The last transaction by which an order left the list for the entrance; null when none ever has. */
  unlisted_in: ColumnType<string | null, never, never>;
}

/** What the entrance goes by. */
export interface EventDetails {
  startsAt: string;
  doorsAt?: string;
  endsAt?: string;
  types: { ticketId: string; name: string }[];
}

/** Every refund, as its payment knows it. */
export interface RefundsTable {
  order_id: string;
  /** Null when the order was never recorded. Here so that a report need not look up a million orders. */
  event_id: Generated<string | null>;
  /** Noted in the order alone: no provider has anything to do with it. */
  by_hand: boolean;
  /** Among those of its record, from 0: an id may be made anonymous. */
  place: number;
  refund_id: string;
  currency: string;
  amount: number;
  state: string;
  reason: string;
  asked_at: Date;
  done_at: Date | null;
  problem: string | null;
}

export interface DisputesTable {
  order_id: string;
  place: number;
  dispute_id: string;
  currency: string;
  amount: number;
  state: string;
  respond_by: Date | null;
}

// Sums are those of all orders but the ones that were given up. `day` is that of placing, or of beginning to
// pay, in the time zone of the event, as YYYY-MM-DD. A row may be of nothing, once its orders have moved on.

/** What sums of orders and of their tickets are told apart by. */
interface SumKey {
  event_id: string;
  day: string;
  currency: string;
  status: string;
  source: string;
  /** Its first hundred characters. */
  payment_method: string;
}

export interface OrderSumsTable extends SumKey {
  orders: number;
  total: number;
  fee: number;
  tax: number;
  discount: number;
  refunded: number;
  /** How much of what was refunded was fee and tax: of each order the same part as of its total. */
  refunded_fee: number;
  refunded_tax: number;
}

export interface TicketSumsTable extends SumKey {
  ticket_id: string;
  ticket_type: string;
  unit_price: number;
  tickets: number;
  /** How many of them are void. */
  void: number;
}

export interface PaymentSumsTable {
  /** Empty when the order was never recorded. */
  event_id: string;
  day: string;
  provider: string;
  currency: string;
  /** Those that money has come for. */
  payments: number;
  received: number;
  returned: number;
}

/** Messages to buyers. */
export interface MessagesTable {
  message_id: string;
  event_id: string;
  subject: string;
  body: string;
  audience: JSONColumnType<MessageAudience>;
  state: MessageState;
  revision: Generated<number>;
  send_at: Date | null;
  sent: Generated<number>;
  failed: Generated<number>;
  /** The last person whose mail is queued, and when all were. */
  queued_to: Generated<number>;
  queued_at: Date | null;
  /** What its author was called then. */
  created_by: string;
  created_at: Generated<Date>;
  changed_at: Generated<Date>;
}
