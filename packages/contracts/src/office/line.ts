import type { Static, TSchema } from 'typebox';
import { EVENT_LIMITS } from '../event-input.ts';
import { ErrorBody, must } from '../schema.ts';
import { Type } from '../type.ts';
import { Line, LineStatus } from '../waiting-room.ts';
import type { StaffOperation } from './access.ts';

/** The longest message to those who wait: they read it on a phone. */
export const LINE_MESSAGE_LENGTH = 280;

const exact = { additionalProperties: false };
const Moment = Type.String({ format: 'date-time' });
const Count = (description: string) => Type.Integer({ minimum: 0, description });
const PerMinute = Type.Integer({
  ...{ minimum: 1, maximum: EVENT_LIMITS.perMinute },
  ...must(`must be a whole number from 1 to ${EVENT_LIMITS.perMinute}`),
});
const Message = Type.String({
  ...{ minLength: 1, maxLength: LINE_MESSAGE_LENGTH },
  pattern: '^(?=.*\\S)[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]+$',
  ...must(`must be one line of 1 to ${LINE_MESSAGE_LENGTH} characters`),
});

/** What the team has decided about a line while it goes on. */
export const LineSettings = Type.Object({
  isPaused: Type.Boolean({ description: 'Nobody is admitted; who has a turn keeps it' }),
  isClosed: Type.Boolean({ description: 'Nobody can join any more, and nobody is admitted' }),
  perMinute: Type.Optional(
    Type.Integer({ description: 'People admitted in a minute, whatever is measured' }),
  ),
  message: Type.Optional(Type.String({ description: 'What those who wait are told' })),
});
export type LineSettings = Static<typeof LineSettings>;

/** What is missing stays as it is, and null takes it away. */
export const ChangeLineSettings = Type.Object(
  {
    isPaused: Type.Optional(Type.Boolean()),
    isClosed: Type.Optional(Type.Boolean()),
    perMinute: Type.Optional(Type.Union([PerMinute, Type.Null()])),
    message: Type.Optional(Type.Union([Message, Type.Null()])),
  },
  exact,
);
export type ChangeLineSettings = Static<typeof ChangeLineSettings>;

/** The line of an event at one moment. */
export const LiveLine = Type.Object({
  at: Moment,
  eventId: Type.String(),
  name: Type.String(),
  timeZone: Type.Optional(Type.String({ examples: ['Europe/Berlin'] })),
  settings: LineSettings,
  isWorkedOn: Type.Boolean({
    description:
      'Whether a waiting room has worked on it in the last seconds; otherwise nobody is admitted, and what follows is as it was seen last',
  }),
  told: Type.Optional(Line),
  perMinute: Type.Optional(
    Type.Integer({ description: 'People that are admitted in a minute now, at most' }),
  ),
  trouble: Type.Optional(
    Type.String({
      description: 'What keeps it from admitting more, as a part of a sentence',
      examples: ['no gateway is alive'],
    }),
  ),
  slowed: Count('People who get a number later, because very many came from their network'),
  away: Count('People who have closed the page'),
  joined: Count('People who ever joined'),
  admitted: Count('Turns that were ever given'),
  served: Count('People who have ordered'),
  missed: Count('Turns that passed without an order'),
  left: Count('People who are gone without an order'),
  openedAt: Type.Optional(Moment),
  drawAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'When its list was closed and hashed' }),
  ),
});
export type LiveLine = Static<typeof LiveLine>;

/** A line at a moment of its past; it stands until the next one. */
export const LineCounts = Type.Object({
  at: Moment,
  waiting: Count('People in the lobby and in the line'),
  turns: Count('People who had their turn'),
  joined: Count('Sums since the line was opened, as all that follow'),
  admitted: Type.Integer(),
  served: Type.Integer(),
  left: Type.Integer(),
});
export type LineCounts = Static<typeof LineCounts>;

export const LineHistory = Type.Object({
  items: Type.Array(LineCounts, { description: 'The oldest first' }),
});

const EventParams = Type.Object({
  eventId: Type.String({ minLength: 1, maxLength: EVENT_LIMITS.text }),
});
const refusals = { 401: ErrorBody, 403: ErrorBody, 404: ErrorBody, 503: ErrorBody } as const;
const looking = { right: 'events.read', of: 'event' } as const;
const noLine = 'An event without a waiting room gets 404 LINE_NOT_FOUND.';

/** The routes of the office for the line of an event. */
export const lineOperations = {
  readLiveLine: {
    operationId: 'readLiveLine',
    method: 'GET',
    url: '/v1/events/:eventId/line',
    summary: 'The line of an event at this moment',
    description: noLine,
    access: looking,
    schema: { params: EventParams, response: { 200: LiveLine, ...refusals } },
  },
  followLiveLine: {
    operationId: 'followLiveLine',
    method: 'GET',
    url: '/v1/events/:eventId/line/stream',
    summary: 'The same as server-sent events, one LiveLine a second',
    description:
      'The events are unnamed: a browser receives them as `message`. The stream ends with the session, and when the ' +
      'right is taken away.',
    access: looking,
    contentType: 'text/event-stream',
    schema: { params: EventParams, response: { 200: Type.String(), ...refusals } },
  },
  readLineHistory: {
    operationId: 'readLineHistory',
    method: 'GET',
    url: '/v1/events/:eventId/line/history',
    summary: 'How the line of an event has gone on',
    description:
      'Every ten seconds in which something has changed, over the last six hours of these; of many, 400 that are evenly spread. ' +
      noLine,
    access: looking,
    schema: { params: EventParams, response: { 200: LineHistory, ...refusals } },
  },
  changeLineSettings: {
    operationId: 'changeLineSettings',
    method: 'PATCH',
    url: '/v1/events/:eventId/line/settings',
    summary: 'Pause a line, let it go on, set its pace, close it, or tell those who wait something',
    description:
      'The waiting room follows within a second, and those who wait with their next look. ' +
      noLine,
    access: { right: 'sale.control', of: 'event' },
    schema: {
      ...{ params: EventParams, body: ChangeLineSettings },
      response: { 200: LineSettings, 400: ErrorBody, ...refusals },
    },
  },
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const lineSchemas: Record<string, TSchema> = {
  ...{ ChangeLineSettings, Line, LineCounts, LineHistory, LineSettings, LineStatus, LiveLine },
};
