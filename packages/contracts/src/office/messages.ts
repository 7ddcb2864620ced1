import type { Static, TSchema } from 'typebox';
import { ErrorBody, must, StringEnum } from '../schema.ts';
import { Type } from '../type.ts';
import type { StaffOperation } from './access.ts';

/**
 * The life of a message. `scheduled`: it leaves at its time. `sending`: delivery is on it. `stopped`: a
 * member has stopped it, before or while it was sent.
 */
export const MESSAGE_STATES = ['draft', 'scheduled', 'sending', 'sent', 'stopped'] as const;
export const MessageState = StringEnum(MESSAGE_STATES, { examples: ['draft'] });
export type MessageState = (typeof MESSAGE_STATES)[number];

/** What a message may be addressed to: buyers by what has become of their orders. */
export const MESSAGE_ORDER_STATES = [
  ...(['confirmed', 'held', 'refunded', 'cancelled', 'expired'] as const),
] as const;

/** What stands in a text for something of the buyer or the event. */
export const PLACEHOLDERS = ['name', 'event', 'venue', 'starts', 'orders'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

export const MessageAudience = Type.Object(
  {
    orders: Type.Array(StringEnum(MESSAGE_ORDER_STATES), {
      minItems: 1,
      uniqueItems: true,
      description: 'Buyers with at least one order of these states',
      ...must('must name at least one state of orders'),
    }),
    ticketIds: Type.Optional(
      Type.Array(Type.String({ maxLength: 200 }), {
        minItems: 1,
        maxItems: 500,
        uniqueItems: true,
        description: 'Only orders with one of these ticket types, as far as it was not refunded',
      }),
    ),
  },
  { additionalProperties: false },
);
export type MessageAudience = Static<typeof MessageAudience>;

export const MessageInput = Type.Object(
  {
    subject: Type.String({
      minLength: 1,
      maxLength: 150,
      pattern: '^[^\\r\\n]*\\S[^\\r\\n]*$',
      description: `May have placeholders: ${PLACEHOLDERS.map((name) => `{${name}}`).join(', ')}`,
      ...must('must be one line with some text'),
    }),
    body: Type.String({
      minLength: 1,
      maxLength: 10_000,
      pattern: '\\S',
      description: 'Plain text, with the same placeholders',
      ...must('must have some text, of at most 10,000 characters'),
    }),
    audience: MessageAudience,
  },
  { additionalProperties: false },
);
export type MessageInput = Static<typeof MessageInput>;

export const Message = Type.Object({
  messageId: Type.String(),
  eventId: Type.String(),
  ...MessageInput.properties,
  state: MessageState,
  revision: Type.Integer(),
  sendAt: Type.Optional(Type.String({ format: 'date-time', description: 'When it leaves' })),
  sent: Type.Integer({ description: 'Mails that have left' }),
  failed: Type.Integer({ description: 'Mails that nobody took' }),
  createdBy: Type.String(),
  createdAt: Type.String({ format: 'date-time' }),
  changedAt: Type.String({ format: 'date-time' }),
});
export type Message = Static<typeof Message>;

export const MessagePreview = Type.Object({
  buyers: Type.Integer({ description: 'How many would get it now, each once' }),
  orders: Type.Integer({ description: 'How many orders they have of these' }),
  subject: Type.String({ description: 'As a buyer of an invented name would read it' }),
  body: Type.String(),
});
export type MessagePreview = Static<typeof MessagePreview>;

const eventParams = Type.Object({ eventId: Type.String() });
const messageParams = Type.Object({ eventId: Type.String(), messageId: Type.String() });
const ifMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      ...{ maxLength: 100, examples: ['"7"'] },
      description: 'The ETag of the message as it was read; required',
    }),
  ),
});
const refusals = { 401: ErrorBody, 404: ErrorBody, 503: ErrorBody } as const;
const edits = { ...refusals, 409: ErrorBody, 412: ErrorBody, 428: ErrorBody } as const;
const access = { right: 'messages.send', of: 'event' } as const;

/** The routes of the office for messages to the buyers of an event. */
export const messagesOperations = {
  listMessages: {
    operationId: 'listMessages',
    method: 'GET',
    url: '/v1/events/:eventId/messages',
    summary: 'Messages to the buyers of an event, the newest first',
    access,
    schema: {
      params: eventParams,
      querystring: Type.Object({
        cursor: Type.Optional(Type.String({ description: 'The `nextCursor` of the page before' })),
        limit: Type.Optional(
          Type.String({
            description: 'Messages on a page, 1 to 100; default: 50',
            pattern: '^([1-9][0-9]?|100)$',
            ...must('must be a whole number from 1 to 100'),
          }),
        ),
      }),
      response: {
        200: Type.Object({
          items: Type.Array(Message),
          nextCursor: Type.Optional(Type.String()),
        }),
        ...refusals,
      },
    },
  },
  createMessage: {
    operationId: 'createMessage',
    method: 'POST',
    url: '/v1/events/:eventId/messages',
    summary: 'Begin a message, as a draft',
    access,
    schema: {
      params: eventParams,
      body: MessageInput,
      response: { 201: Message, ...refusals },
    },
  },
  getMessage: {
    operationId: 'getMessage',
    method: 'GET',
    url: '/v1/events/:eventId/messages/:messageId',
    summary: 'A message; its ETag is needed to change it',
    access,
    schema: { params: messageParams, response: { 200: Message, ...refusals } },
  },
  replaceMessage: {
    operationId: 'replaceMessage',
    method: 'PUT',
    url: '/v1/events/:eventId/messages/:messageId',
    summary: 'Change a draft',
    description:
      'With the ETag of what was read in `If-Match`. A message that is not a draft gets 409 MESSAGE_NOT_DRAFT.',
    access,
    schema: {
      params: messageParams,
      headers: ifMatch,
      body: MessageInput,
      response: { 200: Message, ...edits },
    },
  },
  deleteMessage: {
    operationId: 'deleteMessage',
    method: 'DELETE',
    url: '/v1/events/:eventId/messages/:messageId',
    summary: 'Delete a draft',
    access,
    schema: { params: messageParams, headers: ifMatch, response: { 204: Type.Null(), ...edits } },
  },
  previewMessage: {
    operationId: 'previewMessage',
    method: 'POST',
    url: '/v1/events/:eventId/messages/preview',
    summary: 'How many buyers a message would reach, and how they would read it',
    access,
    schema: {
      params: eventParams,
      body: MessageInput,
      response: { 200: MessagePreview, ...refusals },
    },
  },
  testMessage: {
    operationId: 'testMessage',
    method: 'POST',
    url: '/v1/events/:eventId/messages/:messageId/test',
    summary: 'Send a message to oneself, as a buyer of an invented name would get it',
    access,
    schema: {
      params: messageParams,
      body: Type.Object(
        {
          email: Type.Optional(
            Type.String({
              maxLength: 254,
              pattern: '^[^\\s@,;<>"]+@[^\\s@,;<>"]+$',
              description: 'An API key must name one; a member has their own, and no other',
              ...must('must be a valid e-mail address'),
            }),
          ),
        },
        { additionalProperties: false },
      ),
      response: {
        202: Type.Object({
          messageId: Type.String(),
          email: Type.String({ description: 'To whom it goes' }),
        }),
        ...refusals,
      },
    },
  },
  scheduleMessage: {
    operationId: 'scheduleMessage',
    method: 'POST',
    url: '/v1/events/:eventId/messages/:messageId/schedule',
    summary: 'Send a draft, now or later',
    description:
      'With its ETag in `If-Match`, so that nothing leaves that somebody has changed meanwhile. Who gets it is ' +
      'found out when it leaves.',
    access,
    schema: {
      params: messageParams,
      headers: ifMatch,
      body: Type.Object(
        {
          sendAt: Type.Optional(
            Type.String({
              format: 'date-time',
              description: 'At once when missing; within a year',
            }),
          ),
        },
        { additionalProperties: false },
      ),
      response: { 200: Message, ...edits },
    },
  },
  stopMessage: {
    operationId: 'stopMessage',
    method: 'POST',
    url: '/v1/events/:eventId/messages/:messageId/stop',
    summary: 'Stop a message',
    description:
      'One that is scheduled becomes a draft again; one that is being sent goes to nobody else.',
    access,
    schema: { params: messageParams, response: { 200: Message, ...refusals, 409: ErrorBody } },
  },
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const messagesSchemas: Record<string, TSchema> = {
  Message,
  MessageAudience,
  MessageInput,
  MessagePreview,
  MessageState,
};
