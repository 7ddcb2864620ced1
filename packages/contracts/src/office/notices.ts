import type { Static, TSchema } from 'typebox';
import { ErrorBody, must, StringEnum } from '../schema.ts';
import { Type } from '../type.ts';
import type { StaffOperation } from './access.ts';

/**
 * What all who have tickets of an event are told. `event_changed`: the team tells them; `event_cancelled` and
 * `reminder`: delivery does so by itself.
 */
export const NOTICE_KINDS = ['event_changed', 'event_cancelled', 'reminder'] as const;
export const NoticeKind = StringEnum(NOTICE_KINDS, { examples: ['event_changed'] });
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What buyers must know of when it changes: where and when, and what it is called. */
export const NOTICED_FIELDS = [
  ...(['name', 'startsAt', 'doorsAt', 'endsAt', 'venue', 'city'] as const),
] as const;
export type NoticedField = (typeof NOTICED_FIELDS)[number];

export const NoticedChange = Type.Object({
  field: StringEnum(NOTICED_FIELDS),
  from: Type.Optional(Type.String()),
  to: Type.Optional(Type.String({ description: 'Missing when the event says nothing of it now' })),
});
export type NoticedChange = Static<typeof NoticedChange>;

export const NoticeInput = Type.Object(
  {
    sinceRevision: Type.Integer({
      minimum: 1,
      description: 'The revision of the event that its buyers know; they are told what is new',
    }),
    note: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 2000,
        pattern: '\\S',
        description: 'Plain text that stands above what has changed',
        ...must('must have some text, of at most 2,000 characters'),
      }),
    ),
  },
  { additionalProperties: false },
);
export type NoticeInput = Static<typeof NoticeInput>;

export const Notice = Type.Object({
  noticeId: Type.String(),
  eventId: Type.String(),
  kind: NoticeKind,
  changes: Type.Array(NoticedChange),
  note: Type.Optional(Type.String()),
  isQueued: Type.Boolean({ description: 'Whether all mails are queued' }),
  mails: Type.Integer({ description: 'Mails that are queued so far' }),
  createdBy: Type.Optional(Type.String({ description: 'Missing: it was told by itself' })),
  createdAt: Type.String({ format: 'date-time' }),
});
export type Notice = Static<typeof Notice>;

export const NoticePreview = Type.Object({
  changes: Type.Array(NoticedChange),
  orders: Type.Integer({ description: 'How many confirmed orders it would be about, a mail each' }),
});
export type NoticePreview = Static<typeof NoticePreview>;

const eventParams = Type.Object({ eventId: Type.String() });
const refusals = { 400: ErrorBody, 401: ErrorBody, 404: ErrorBody, 503: ErrorBody } as const;
const access = { right: 'messages.send', of: 'event' } as const;

/** The routes of the office for what all buyers of an event are told. */
export const noticesOperations = {
  listNotices: {
    operationId: 'listNotices',
    method: 'GET',
    url: '/v1/events/:eventId/notices',
    summary: 'What the buyers of an event were told, the newest first',
    access,
    schema: {
      params: eventParams,
      response: { 200: Type.Object({ items: Type.Array(Notice) }), ...refusals },
    },
  },
  previewNotice: {
    operationId: 'previewNotice',
    method: 'POST',
    url: '/v1/events/:eventId/notices/preview',
    summary: 'What the buyers of an event would be told of its changes, and how many they are',
    access,
    schema: {
      params: eventParams,
      body: NoticeInput,
      response: { 200: NoticePreview, ...refusals, 409: ErrorBody },
    },
  },
  createNotice: {
    operationId: 'createNotice',
    method: 'POST',
    url: '/v1/events/:eventId/notices',
    summary:
      'Mail all who have tickets of an event what has changed: its date, its place, its name',
    description:
      'Repeated for the same revision of the event, it is the first one. Where nothing has changed that ' +
      'buyers must know, 409 NOTHING_TO_TELL.',
    access,
    schema: {
      params: eventParams,
      body: NoticeInput,
      response: { 201: Notice, ...refusals, 409: ErrorBody },
    },
  },
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const noticesSchemas: Record<string, TSchema> = {
  ...{ Notice, NoticedChange, NoticeInput, NoticeKind, NoticePreview },
};
