import type { DeliveryState, OffReason, WebhookType } from '@onsale/contracts';
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';

export interface WebhookTables {
  'office.webhook_endpoints': WebhookEndpointsTable;
  'office.webhook_secrets': WebhookSecretsTable;
  'office.webhook_events': WebhookEventsTable;
  'office.webhook_deliveries': WebhookDeliveriesTable;
  'office.webhook_attempts': WebhookAttemptsTable;
}

/** The seller's other systems. */
export interface WebhookEndpointsTable {
  endpoint_id: string;
  url: string;
  description: string;
  types: JSONColumnType<WebhookType[]>;
  is_on: Generated<boolean>;
  off_reason: OffReason | null;
  /** Attempts that have failed since the last one that did not. */
  failures: Generated<number>;
  failing_since: Date | null;
  /** Until then, one that fails is left alone. */
  rests_until: Date | null;
  last_delivered_at: Date | null;
  secret_at: Generated<Date>;
  earlier_secret_until: Date | null;
  revision: Generated<number>;
  created_by: string;
  created_at: Generated<Date>;
  changed_at: Generated<Date>;
}

/** The secrets of endpoints. The office adds them and can't read them; only delivery can. */
export interface WebhookSecretsTable {
  secret_id: GeneratedAlways<number>;
  endpoint_id: string;
  secret: string;
  made_at: Generated<Date>;
  /** Until then, webhooks are signed with the secrets before it, too. */
  earlier_until: ColumnType<Date, Date | undefined, never>;
}

/** What there is to tell, once for all endpoints. Nothing of a buyer is in it. */
export interface WebhookEventsTable {
  /** The header `webhook-id`. */
  webhook_id: string;
  /** What is told once, such as the change of an order by its entry in the order log. */
  event_key: string;
  type: string;
  /** JSON, to the letter as it is sent and signed. */
  body: string;
  order_id: string | null;
  event_id: string | null;
  queued_at: Generated<Date>;
}

/** A webhook on its way to one endpoint: what the jobs of the queue `WEBHOOKS` name. */
export interface WebhookDeliveriesTable {
  delivery_id: string;
  webhook_id: string;
  endpoint_id: string;
  state: Generated<DeliveryState>;
  attempts: Generated<number>;
  /** One more whenever a member sends it again: jobs of an earlier one do nothing. */
  turn: Generated<number>;
  status: number | null;
  problem: string | null;
  queued_at: Generated<Date>;
  /** When it is given up. */
  until: Generated<Date>;
  due_at: Generated<Date>;
  ended_at: Date | null;
}

/** Every time that a webhook was sent. */
export interface WebhookAttemptsTable {
  attempt_id: GeneratedAlways<number>;
  delivery_id: string;
  at: Generated<Date>;
  duration_ms: number;
  address: string | null;
  status: number | null;
  answer: string | null;
  problem: string | null;
}
