import type { Static, TSchema } from 'typebox';
import { ErrorBody, StringEnum } from '../schema.ts';
import { Type } from '../type.ts';
import type { StaffOperation } from './access.ts';
import { EventSummary } from './events.ts';

/** What has been sold since midnight where each event takes place, in one currency. */
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
  since: Type.Optional(
    Type.String({ format: 'date-time', description: 'Since when; until when all is recorded' }),
  ),
  dueAt: Type.Optional(Type.String({ format: 'date-time', description: 'The deadline' })),
  message: Type.Optional(
    Type.String({ description: 'What the provider said, or what keeps the task' }),
  ),
});
export type Attention = Static<typeof Attention>;

export const Start = Type.Object({
  at: Type.String({ format: 'date-time' }),
  onSale: Type.Array(EventSummary, {
    description: 'Those on sale or paused that have not taken place, the soonest first, at most 20',
  }),
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
      response: { 200: Start, 401: ErrorBody, 403: ErrorBody, 503: ErrorBody },
    },
  },
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const startSchemas: Record<string, TSchema> = {
  Attention,
  AttentionKind,
  Start,
  TakingsOfToday,
};
