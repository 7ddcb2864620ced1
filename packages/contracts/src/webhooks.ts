import type { Static, TSchema } from 'typebox';
import { EventStatus } from './event-input.ts';
import { OrderStatus } from './order.ts';
import { StringEnum } from './schema.ts';
import { Type } from './type.ts';

/** What other systems can be told of. */
export const WEBHOOK_TYPES = [
  /** Its tickets are valid. */
  'order.confirmed',
  /** Details of a confirmed order: its buyer, answers, names on tickets, a ticket that was issued again. */
  'order.changed',
  /** Money or tickets of it were given back, all or some; `data.refund` says which. */
  'order.refunded',
  'order.cancelled',
  /** It was not paid in time. */
  'order.expired',
  'event.on_sale',
  'event.paused',
  'event.closed',
  'event.cancelled',
  'event.archived',
  /** What is said of it: its name, date, place, tickets. */
  'event.changed',
] as const;
export const WebhookType = StringEnum(WEBHOOK_TYPES, { examples: ['order.confirmed'] });
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/** A webhook that is sent only when a member asks for it. */
export const WEBHOOK_TEST = 'webhook.test';

const Moment = Type.String({ format: 'date-time' });

/** A refund of an order, as webhooks tell it. */
export const WebhookRefund = Type.Object({
  refundId: Type.String(),
  total: Type.Number(),
  tickets: Type.Array(
    Type.Object({
      line: Type.Integer({ minimum: 0, description: 'The line of the order, from 0' }),
      number: Type.Integer({ minimum: 1, description: 'The ticket in its line, from 1' }),
    }),
  ),
  restocked: Type.Boolean({ description: 'Whether its tickets went back on sale' }),
});

/** An order, as webhooks tell it: nothing of its buyer, whom `GET /v1/orders/{orderId}` of the office has. */
export const WebhookOrder = Type.Object({
  orderId: Type.String(),
  eventId: Type.String(),
  status: OrderStatus,
  items: Type.Array(
    Type.Object({
      ticketId: Type.String(),
      type: Type.String(),
      qty: Type.Integer(),
      unitPrice: Type.Number(),
      total: Type.Number(),
      refunded: Type.Optional(
        Type.Array(Type.Integer(), { description: 'Numbers of its tickets that were refunded' }),
      ),
    }),
  ),
  grandTotal: Type.Number(),
  fee: Type.Optional(Type.Number()),
  tax: Type.Optional(Type.Number()),
  discount: Type.Optional(Type.Number()),
  refundedTotal: Type.Optional(Type.Number()),
  currency: Type.String(),
  paymentMethod: Type.String(),
  createdAt: Moment,
  settledAt: Type.Optional(Moment),
});
export type WebhookOrder = Static<typeof WebhookOrder>;

/** An event, as webhooks tell it. */
export const WebhookEvent = Type.Object({
  eventId: Type.String(),
  name: Type.String(),
  status: EventStatus,
  revision: Type.Integer({ description: 'One more with each change' }),
  venue: Type.String(),
  city: Type.Optional(Type.String()),
  startsAt: Moment,
  doorsAt: Type.Optional(Moment),
  endsAt: Type.Optional(Moment),
  timeZone: Type.Optional(Type.String({ description: 'IANA' })),
});
export type WebhookEvent = Static<typeof WebhookEvent>;

/** The body of each webhook, by the Standard Webhooks convention. */
export const WebhookBody = Type.Object({
  type: StringEnum([...WEBHOOK_TYPES, WEBHOOK_TEST], { examples: ['order.confirmed'] }),
  timestamp: Type.String({ format: 'date-time', description: 'When it happened' }),
  data: Type.Object({
    order: Type.Optional(WebhookOrder),
    refund: Type.Optional(WebhookRefund),
    event: Type.Optional(WebhookEvent),
  }),
});
export type WebhookBody = Static<typeof WebhookBody>;

/** The schemas of what is sent that have names in the OpenAPI document. */
export const webhookSchemas: Record<string, TSchema> = {
  ...{ WebhookBody, WebhookEvent, WebhookOrder, WebhookRefund, WebhookType },
};
