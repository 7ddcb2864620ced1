import type { Static, TSchema } from 'typebox';
import { ErrorBody, must, StringEnum } from '../schema.ts';
import { Type } from '../type.ts';
import type { StaffOperation } from './access.ts';

/**
 * What has become of a mail. `waiting`: also between two attempts. `sent`: the mail server has taken it.
 * `kept`: there is no mail server. `failed`: nobody takes it. `skipped`: it had become pointless.
 */
export const MAIL_STATES = ['waiting', 'sent', 'kept', 'failed', 'skipped'] as const;
export const MailState = StringEnum(MAIL_STATES, { examples: ['sent'] });
export type MailState = (typeof MAIL_STATES)[number];

const Moment = Type.String({ format: 'date-time' });

/** A mail as a row of the log. */
export const MailSummary = Type.Object({
  mailId: Type.String(),
  kind: Type.String({ examples: ['confirmed'] }),
  orderId: Type.Optional(Type.String()),
  eventId: Type.Optional(Type.String()),
  messageId: Type.Optional(Type.String({ description: 'The message to buyers that it is of' })),
  address: Type.String(),
  language: Type.Optional(Type.String({ description: 'ISO 639-1' })),
  subject: Type.Optional(Type.String({ description: 'As it was sent' })),
  state: MailState,
  attempts: Type.Integer(),
  answer: Type.Optional(Type.String({ description: 'What the mail server said last' })),
  answerCode: Type.Optional(Type.Integer({ examples: [550] })),
  queuedAt: Moment,
  dueAt: Type.String({ format: 'date-time', description: 'Of one that waits: not before' }),
  endedAt: Type.Optional(Moment),
});
export type MailSummary = Static<typeof MailSummary>;

export const MailDetail = Type.Object({
  ...MailSummary.properties,
  content: Type.Optional(
    Type.Object(
      { text: Type.String(), html: Type.String() },
      { description: 'Only where there is no mail server' },
    ),
  ),
});
export type MailDetail = Static<typeof MailDetail>;

/** How long the confirmations of an event would take if it were sold out at once, with a mail for each ticket. */
export const SoldOutMails = Type.Object({
  eventId: Type.String(),
  name: Type.String(),
  capacity: Type.Integer(),
  seconds: Type.Number({ description: 'At the present pace' }),
  secondsAtBest: Type.Number({ description: 'At the pace of MAILS_PER_S' }),
});
export type SoldOutMails = Static<typeof SoldOutMails>;

/** The mail server, as delivery has found it. */
export const MailServer = Type.Object({
  state: StringEnum(['ready', 'paused', 'none', 'unknown'], {
    description:
      '`paused`: it cannot be used right now. `none`: delivery has none, and keeps mails. `unknown`: delivery ' +
      'has not run yet',
  }),
  server: Type.Optional(Type.String({ examples: ['mail.example.com:587'] })),
  sender: Type.Optional(Type.String({ description: 'The address that mails are from' })),
  isEncrypted: Type.Optional(Type.Boolean({ description: 'Whether mails reach it over TLS' })),
  maxBytes: Type.Optional(Type.Integer({ description: 'How large a mail may be, as it says' })),
  perS: Type.Optional(
    Type.Number({ description: 'How many mails leave in a second at most: MAILS_PER_S' }),
  ),
  slowedPerS: Type.Optional(Type.Number({ description: 'The same, after it asked for less' })),
  pausedUntil: Type.Optional(Moment),
  seenAt: Type.Optional(Moment),
  lastSentAt: Type.Optional(Moment),
  lastFailure: Type.Optional(
    Type.Object({ at: Moment, answer: Type.String(), code: Type.Optional(Type.Integer()) }),
  ),
  waiting: Type.Integer({ description: 'Mails that could leave now' }),
  later: Type.Integer({ description: 'Mails that wait for their time, or for another attempt' }),
  sentLastMinute: Type.Integer(),
  failedLastDay: Type.Integer(),
  waitS: Type.Optional(
    Type.Number({ description: 'How long those that wait will take at this pace, in seconds' }),
  ),
  soldOut: Type.Array(SoldOutMails, {
    description:
      'Events on sale that one may see, the largest first, at most 20; none while no server is known',
  }),
});
export type MailServer = Static<typeof MailServer>;

/** How a sender's domain stands in DNS, for one of the three ways by which receivers judge mails. */
export const DomainCheck = Type.Object({
  name: StringEnum(['spf', 'dkim', 'dmarc']),
  result: StringEnum(['good', 'weak', 'missing', 'wrong', 'unknown'], {
    description: '`unknown`: DNS did not answer, or there is nothing to compare with',
  }),
  reason: StringEnum(
    [
      ...([
        'ok',
        'dns',
        'none',
        'many',
        'malformed',
        'allows_all',
        'not_listed',
        'lookups',
      ] as const),
      ...(['not_signed', 'other_key', 'other_domain', 'no_policy'] as const),
    ],
    { description: 'Why' },
  ),
  at: Type.String({ description: 'Where in DNS it was looked for' }),
  found: Type.Array(Type.String(), { description: 'The records that are there' }),
  wanted: Type.Optional(Type.String({ description: 'A record that would do' })),
});
export type DomainCheck = Static<typeof DomainCheck>;

export const SenderDomain = Type.Object({
  sender: Type.Optional(
    Type.String({ description: 'The address that mails are from; missing until one is set' }),
  ),
  checks: Type.Array(DomainCheck),
});
export type SenderDomain = Static<typeof SenderDomain>;

const refusals = {
  ...{ 400: ErrorBody, 401: ErrorBody, 403: ErrorBody, 404: ErrorBody, 503: ErrorBody },
} as const;
const readOrders = { right: 'orders.read', of: 'any' } as const;
const writeOrders = { right: 'orders.write', of: 'any' } as const;
const settings = { right: 'settings.write', of: 'all' } as const;
const Queued = Type.Object({
  mailId: Type.String(),
  email: Type.String({ description: 'To whom it goes' }),
});

/** The routes of the office for mails. */
export const mailsOperations = {
  listMails: {
    operationId: 'listMails',
    method: 'GET',
    url: '/v1/mails',
    summary: 'Mails, the newest first',
    access: readOrders,
    schema: {
      querystring: Type.Object({
        eventId: Type.Optional(Type.String({ maxLength: 200 })),
        orderId: Type.Optional(Type.String({ maxLength: 100 })),
        messageId: Type.Optional(Type.String({ maxLength: 100 })),
        kind: Type.Optional(Type.String({ maxLength: 40 })),
        state: Type.Optional(MailState),
        cursor: Type.Optional(
          Type.String({ maxLength: 200, description: 'The `nextCursor` of the page before' }),
        ),
        limit: Type.Optional(
          Type.String({
            description: 'Mails on a page, 1 to 100; default: 50',
            pattern: '^([1-9][0-9]?|100)$',
            ...must('must be a whole number from 1 to 100'),
          }),
        ),
      }),
      response: {
        200: Type.Object({
          items: Type.Array(MailSummary),
          nextCursor: Type.Optional(Type.String()),
        }),
        ...refusals,
      },
    },
  },
  getMail: {
    operationId: 'getMail',
    method: 'GET',
    url: '/v1/mails/:mailId',
    summary: 'One mail',
    access: readOrders,
    schema: {
      params: Type.Object({ mailId: Type.String({ maxLength: 100 }) }),
      response: { 200: MailDetail, ...refusals },
    },
  },
  resendMail: {
    operationId: 'resendMail',
    method: 'POST',
    url: '/v1/mails/:mailId/resend',
    summary: 'Send a mail about an order once more, to the address that the order has now',
    description:
      'It is written anew, and goes before those that nobody waits for. One that is of no order, or still waits ' +
      'to be sent, gets 409 MAIL_NOT_RESENDABLE.',
    access: writeOrders,
    schema: {
      params: Type.Object({ mailId: Type.String({ maxLength: 100 }) }),
      response: { 202: Queued, ...refusals, 409: ErrorBody },
    },
  },
  mailOrderTickets: {
    operationId: 'mailOrderTickets',
    method: 'POST',
    url: '/v1/orders/:orderId/mail',
    summary: 'Mail the tickets of an order to its buyer, whether they were mailed before or not',
    description: 'An order that is not confirmed gets 409 NO_TICKETS.',
    access: writeOrders,
    schema: {
      params: Type.Object({ orderId: Type.String({ maxLength: 100 }) }),
      response: { 202: Queued, ...refusals, 409: ErrorBody },
    },
  },
  getMailServer: {
    operationId: 'getMailServer',
    method: 'GET',
    url: '/v1/mail-server',
    summary: 'The mail server: whether it takes mails, how fast, and how many wait',
    access: { right: 'events.read', of: 'any' },
    schema: { response: { 200: MailServer, ...refusals } },
  },
  sendTestMail: {
    operationId: 'sendTestMail',
    method: 'POST',
    url: '/v1/mail-server/test',
    summary: 'Send a test to oneself; `getMail` tells what the server said',
    access: settings,
    schema: {
      body: Type.Object(
        {
          email: Type.Optional(
            Type.String({
              maxLength: 254,
              pattern: '^[^\\s@<>(),;:\\\\"]+@[^\\s@.]+(\\.[^\\s@.]+)+$',
              description: 'An API key must name one; a member has their own, and no other',
              ...must('must be a valid e-mail address'),
            }),
          ),
        },
        { additionalProperties: false },
      ),
      response: { 202: Queued, ...refusals },
    },
  },
  checkSenderDomain: {
    operationId: 'checkSenderDomain',
    method: 'GET',
    url: '/v1/mail-server/domain',
    summary: 'Whether DNS says what receivers want to know of the domain that mails are from',
    access: settings,
    schema: { response: { 200: SenderDomain, ...refusals } },
  },
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const mailsSchemas: Record<string, TSchema> = {
  ...{ DomainCheck, MailDetail, MailServer, MailState, MailSummary, SenderDomain, SoldOutMails },
};
