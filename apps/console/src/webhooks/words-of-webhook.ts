import type { WebhookDelivery, WebhookEndpoint, WebhookType } from '@onsale/api-client';
import { m } from '../app/texts.ts';

const WORDS: Readonly<Record<WebhookType, () => string>> = {
  'order.confirmed': () => m.webhooks_type_order_confirmed(),
  'order.changed': () => m.webhooks_type_order_changed(),
  'order.refunded': () => m.webhooks_type_order_refunded(),
  'order.cancelled': () => m.webhooks_type_order_cancelled(),
  'order.expired': () => m.webhooks_type_order_expired(),
  'event.on_sale': () => m.webhooks_type_event_on_sale(),
  'event.paused': () => m.webhooks_type_event_paused(),
  'event.closed': () => m.webhooks_type_event_closed(),
  'event.cancelled': () => m.webhooks_type_event_cancelled(),
  'event.archived': () => m.webhooks_type_event_archived(),
  'event.changed': () => m.webhooks_type_event_changed(),
};

/** What can be told, in the order in which it is shown. */
export const WEBHOOK_TYPES = Object.keys(WORDS) as WebhookType[];

/** What a type tells; that of a newer office by its own name. */
export function wordsOfType(type: string): string {
  if (type === 'webhook.test') return m.webhooks_type_test();
  return (WORDS as Readonly<Record<string, () => string>>)[type]?.() ?? type;
}

/** How an endpoint is, as words and a colour that repeats them. */
export function stateOf({ isOn, offReason, failingSince }: WebhookEndpoint) {
  if (!isOn) {
    return offReason === undefined || offReason === 'member'
      ? { words: m.webhooks_state_off(), color: 'ink' }
      : { words: m.webhooks_state_switched_off(), color: 'bad' };
  }
  return failingSince === undefined
    ? { words: m.webhooks_state_on(), color: 'good' }
    : { words: m.webhooks_state_failing(), color: 'warn' };
}

const STATES: Readonly<Record<WebhookDelivery['state'], { words: () => string; color: string }>> = {
  waiting: { words: () => m.webhooks_delivery_waiting(), color: 'warn' },
  delivered: { words: () => m.webhooks_delivery_delivered(), color: 'good' },
  failed: { words: () => m.webhooks_delivery_failed(), color: 'bad' },
  skipped: { words: () => m.webhooks_delivery_skipped(), color: 'ink' },
};

export const DELIVERY_STATES = Object.keys(STATES) as WebhookDelivery['state'][];

/** What became of a delivery, in the same way. */
export function stateOfDelivery(state: WebhookDelivery['state']) {
  const { words, color } = STATES[state];
  return { words: words(), color };
}
