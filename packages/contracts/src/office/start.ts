import type { Static, TSchema } from 'typebox';
import { EventStatus } from '../event-input.ts';
import { ErrorBody, must, StringEnum } from '../schema.ts';
import { Type } from '../type.ts';
import type { StaffOperation } from './access.ts';

/** An event whose tickets are sold now, or would be if it were not paused. */
export const EventOnSale = Type.Object({
  eventId: Type.String(),
  name: Type.String(),
  venue: Type.String(),
  status: EventStatus,
  startsAt: Type.String({ description: 'ISO 8601, with the offset at the venue' }),
  timeZone: Type.Optional(Type.String({ description: 'IANA, of the venue' })),
  capacity: Type.Integer({ description: 'Of all its ticket types, or of their pools' }),
  sold: Type.Integer(),
  held: Type.Integer(),
  remaining: Type.Integer(),
});
export type EventOnSale = Static<typeof EventOnSale>;

/** What has been sold since midnight, in one currency. */
export const TakingsOfToday = Type.Object({
  currency: Type.String(),
  orders: Type.Integer({ description: 'Confirmed, of those that were placed today' }),
  tickets: Type.Integer(),
  revenue: Type.Number({ description: 'Their totals, less what was refunded of them' }),
});
export type TakingsOfToday = Static<typeof TakingsOfToday>;

/**
 * What a person should look at. `refund_failed`: the provider gave up, and money is owed to a buyer.
 * `refund_waiting`: the account at the provider does not have the money. `dispute`: a buyer's bank has
 * taken money back, and wants an answer by `dueAt`. `records_behind`: reports and the search do not know yet
 * what was sold last. `records_stopped`: a person must decide before anything is recorded again.
 * `webhooks_missing`: payments were found only because the provider was asked. `task_waiting`,
 * `task_failed`: a long work of the office.
 */
export const ATTENTION_KINDS = [
  ...(['refund_failed', 'refund_waiting', 'dispute', 'records_stopped', 'records_behind'] as const),
  ...(['webhooks_missing', 'task_waiting', 'task_failed'] as const),
] as const;
export const AttentionKind = StringEnum(ATTENTION_KINDS, { examples: ['dispute'] });
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

export const Attention = Type.Object({
  kind: AttentionKind,
  orderId: Type.Optional(Type.String()),
  eventId: Type.Optional(Type.String()),
  eventName: Type.Optional(Type.String()),
  taskId: Type.Optional(Type.String()),
  amount: Type.Optional(Type.Number({ description: 'The money that it is about' })),
  currency: Type.Optional(Type.String()),
  count: Type.Optional(Type.Integer({ description: 'How many payments or refunds' })),
  seconds: Type.Optional(Type.Integer({ description: 'How far the records are behind' })),
  dueAt: Type.Optional(Type.String({ format: 'date-time', description: 'The deadline' })),
  message: Type.Optional(Type.String({ description: 'What the provider said' })),
});
export type Attention = Static<typeof Attention>;

export const Start = Type.Object({
  at: Type.String({ format: 'date-time' }),
  onSale: Type.Array(EventOnSale, { description: 'The soonest first, at most 50' }),
  onSaleCount: Type.Integer({ description: 'How many there are' }),
  isEmpty: Type.Boolean({ description: 'Whether there is no event at all yet, not even a draft' }),
  today: Type.Optional(
    Type.Array(TakingsOfToday, { description: 'For whoever may read reports of these events' }),
  ),
  attention: Type.Array(Attention, { description: 'The most urgent first, at most 100' }),
});
export type Start = Static<typeof Start>;

/** The routes of the office for what needs attention today. */
export const startOperations = {
  getStart: {
    operationId: 'getStart',
    method: 'GET',
    url: '/v1/start',
    access: { right: 'events.read', of: 'any' },
    summary: 'What is on sale, what was sold today, and what needs attention',
    description:
      'Of the events that one may see. Takings need the right reports.read, what is about money orders.refund ' +
      'or reports.read; the state of the records is shown to whoever may read all reports.',
    schema: {
      querystring: Type.Object({
        timeZone: Type.Optional(
          Type.String({
            maxLength: 64,
            pattern: '^[A-Za-z0-9_+/-]+$',
            description: 'IANA; where today begins, UTC if it is left out',
            examples: ['Europe/Berlin'],
            ...must('be an IANA time zone, such as Europe/Berlin'),
          }),
        ),
      }),
      response: { 200: Start, 400: ErrorBody, 401: ErrorBody, 403: ErrorBody, 503: ErrorBody },
    },
  },
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const startSchemas: Record<string, TSchema> = {
  Attention,
  AttentionKind,
  EventOnSale,
  Start,
  TakingsOfToday,
};
