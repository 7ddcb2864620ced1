import type { Static, TSchema } from 'typebox';
import { DOCUMENT_KINDS } from './document-content.ts';
import type { Operation } from './operation.ts';
import { EMAIL_PATTERN, ORDER_LIMITS } from './order-request.ts';
import { ErrorBody, must, StringEnum } from './schema.ts';
import { Type } from './type.ts';

const exact = { additionalProperties: false };
const Moment = Type.String({ format: 'date-time' });
const Email = Type.String({
  maxLength: ORDER_LIMITS.emailLength,
  pattern: EMAIL_PATTERN,
  ...must('must be a valid e-mail address'),
});

/** One ticket of a confirmed order: a seat of a line. */
export const IssuedTicket = Type.Object({
  line: Type.Integer({ minimum: 0, description: 'The line of the order, from 0' }),
  number: Type.Integer({ minimum: 1, description: 'The ticket in its line, from 1' }),
  place: Type.Integer({
    minimum: 1,
    description: 'The ticket in its order, from 1, as in “2 of 4”',
  }),
  ticketId: Type.String({ description: 'The ticket type' }),
  type: Type.String(),
  name: Type.String({ description: 'What the ticket type is called' }),
  text: Type.Optional(Type.String({ description: 'What the event says to holders of this type' })),
  holder: Type.Optional(Type.String({ description: 'Whose name is on it' })),
  version: Type.Integer({ minimum: 1, description: 'Only the highest one admits' }),
  state: StringEnum(['valid', 'refunded']),
  code: Type.Optional(
    Type.String({
      description: 'What its QR code says: signed, in capital letters and digits; only when valid',
    }),
  ),
});
export type IssuedTicket = Static<typeof IssuedTicket>;

/** The tickets of an order, as its page shows them. */
export const OrderTickets = Type.Object({
  orderId: Type.String(),
  eventId: Type.String(),
  tickets: Type.Array(IssuedTicket),
  namesUntil: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'Until when names can be changed; missing when they can’t be',
    }),
  ),
  hasReceipt: Type.Boolean({ description: 'Whether something was paid for it' }),
});
export type OrderTickets = Static<typeof OrderTickets>;

export const HolderInput = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: ORDER_LIMITS.nameLength,
      pattern: '^(?=.*\\S)[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]+$',
      ...must('must be a name, without control characters'),
    }),
  },
  exact,
);
export type HolderInput = Static<typeof HolderInput>;

// At least one visible character, and no control characters; an address may have several lines.
const ONE_LINE = '^(?=.*\\S)[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]+$';
const SEVERAL_LINES =
  '^(?=[\\s\\S]*\\S)[^\\u0000-\\u0009\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]+$';
const mustBeText = must('must be a text, without control characters');

/** Whom an invoice is made out to; it keeps what it was first made out to. */
export const InvoiceRecipient = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, pattern: ONE_LINE, ...mustBeText }),
    address: Type.String({ minLength: 1, maxLength: 500, pattern: SEVERAL_LINES, ...mustBeText }),
    vatId: Type.Optional(
      Type.String({ minLength: 1, maxLength: 40, pattern: ONE_LINE, ...mustBeText }),
    ),
  },
  exact,
);
export type InvoiceRecipient = Static<typeof InvoiceRecipient>;

/** A receipt, an invoice or a credit note of an order. */
export const OrderDocument = Type.Object({
  documentId: Type.String(),
  kind: StringEnum(DOCUMENT_KINDS),
  number: Type.String({ examples: ['R-2027-000123'] }),
  issuedAt: Moment,
  total: Type.Number(),
  currency: Type.String(),
});
export type OrderDocument = Static<typeof OrderDocument>;

/** An order among those of an address. */
export const LinkedOrder = Type.Object({
  orderId: Type.String(),
  eventId: Type.String(),
  eventName: Type.String(),
  startsAt: Type.Optional(Moment),
  status: Type.String(),
  placedAt: Moment,
  tickets: Type.Integer(),
});
export type LinkedOrder = Static<typeof LinkedOrder>;

export const TicketKey = Type.Object({
  keyId: Type.String({ description: 'As codes name it: eight hex digits' }),
  publicKey: Type.String({ description: 'Ed25519, 32 bytes in base64url' }),
  createdAt: Moment,
});
export type TicketKey = Static<typeof TicketKey>;

const OrderParams = Type.Object({ orderId: Type.String() });
const refusals = { 403: ErrorBody, 404: ErrorBody, 429: ErrorBody, 503: ErrorBody } as const;
const Accepted = Type.Object({ message: Type.String() });
const File = Type.String();

/** What delivery does for buyers, who need only the address of their order. */
export const delivery = {
  getTickets: {
    operationId: 'getTickets',
    method: 'GET',
    url: '/orders/:orderId/tickets',
    summary: 'The tickets of a confirmed order, with the codes that admit',
    schema: { params: OrderParams, response: { 200: OrderTickets, ...refusals, 409: ErrorBody } },
  },
  getTicketsPdf: {
    operationId: 'getTicketsPdf',
    method: 'GET',
    url: '/orders/:orderId/tickets.pdf',
    summary: 'The tickets of an order, to print: A4, one page for each',
    contentType: 'application/pdf',
    schema: { params: OrderParams, response: { 200: File, ...refusals, 409: ErrorBody } },
  },
  getCalendar: {
    operationId: 'getCalendar',
    method: 'GET',
    url: '/orders/:orderId/tickets.ics',
    summary: 'The event of an order, for a calendar',
    contentType: 'text/calendar',
    schema: { params: OrderParams, response: { 200: File, ...refusals, 409: ErrorBody } },
  },
  nameTicketHolder: {
    operationId: 'nameTicketHolder',
    method: 'PUT',
    url: '/orders/:orderId/tickets/:line/:number/holder',
    summary: 'Put a name on a ticket, which makes its earlier code invalid',
    description: 'Until `namesUntil`; later, 409 NAMES_CLOSED.',
    schema: {
      params: Type.Object({
        orderId: Type.String(),
        line: Type.String({ pattern: '^[0-9]{1,2}$', ...must('must be a line of the order') }),
        number: Type.String({ pattern: '^[1-9][0-9]{0,5}$', ...must('must be a ticket of it') }),
      }),
      body: HolderInput,
      response: { 200: OrderTickets, ...refusals, 400: ErrorBody, 409: ErrorBody },
    },
  },
  resendTickets: {
    operationId: 'resendTickets',
    method: 'POST',
    url: '/orders/:orderId/tickets/mail',
    summary: 'Mail the tickets of an order to its buyer once more',
    schema: { params: OrderParams, response: { 202: Accepted, ...refusals, 409: ErrorBody } },
  },
  listDocuments: {
    operationId: 'listDocuments',
    method: 'GET',
    url: '/orders/:orderId/tickets/documents',
    summary: 'The receipt, the invoice and the credit notes of an order',
    schema: {
      params: OrderParams,
      response: { 200: Type.Object({ items: Type.Array(OrderDocument) }), ...refusals },
    },
  },
  makeInvoice: {
    operationId: 'makeInvoice',
    method: 'POST',
    url: '/orders/:orderId/tickets/invoice',
    summary: 'Make the invoice of a paid order; repeated, it is the one that is there',
    schema: {
      params: OrderParams,
      body: InvoiceRecipient,
      response: { 200: OrderDocument, ...refusals, 400: ErrorBody, 409: ErrorBody },
    },
  },
  getDocumentPdf: {
    operationId: 'getDocumentPdf',
    method: 'GET',
    url: '/orders/:orderId/tickets/documents/:documentId',
    summary: 'A receipt, an invoice or a credit note, as PDF',
    contentType: 'application/pdf',
    schema: {
      params: Type.Object({ orderId: Type.String(), documentId: Type.String() }),
      response: { 200: File, ...refusals },
    },
  },
  getTicketKeys: {
    operationId: 'getTicketKeys',
    method: 'GET',
    url: '/ticket-keys',
    summary: 'The public keys that codes of tickets are checked with',
    schema: { response: { 200: Type.Object({ keys: Type.Array(TicketKey) }), 503: ErrorBody } },
  },
  requestOrderLinks: {
    operationId: 'requestOrderLinks',
    method: 'POST',
    url: '/order-links',
    summary: 'Mail the links to all orders of an address to it',
    description: 'The answer is the same whether there are any or not.',
    schema: {
      body: Type.Object(
        {
          email: Email,
          language: Type.Optional(Type.String({ pattern: '^[a-z]{2}$', description: 'ISO 639-1' })),
        },
        exact,
      ),
      response: { 202: Accepted, 400: ErrorBody, 429: ErrorBody, 503: ErrorBody },
    },
  },
  openOrderLinks: {
    operationId: 'openOrderLinks',
    method: 'POST',
    url: '/order-links/open',
    summary: 'The orders that a link from such a mail leads to',
    schema: {
      body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) }, exact),
      response: {
        200: Type.Object({ orders: Type.Array(LinkedOrder) }),
        ...{ 410: ErrorBody, 429: ErrorBody, 503: ErrorBody },
      },
    },
  },
  optOut: {
    operationId: 'optOut',
    method: 'POST',
    url: '/opt-outs/:token',
    summary: 'Get no more messages of this seller; mails about orders still come',
    description: 'As mail programs ask for it by one click (RFC 8058).',
    schema: {
      params: Type.Object({ token: Type.String({ maxLength: 200 }) }),
      response: { 200: Accepted, 404: ErrorBody, 429: ErrorBody, 503: ErrorBody },
    },
  },
} as const satisfies Record<string, Operation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const deliverySchemas: Record<string, TSchema> = {
  ...{ HolderInput, InvoiceRecipient, IssuedTicket, LinkedOrder, OrderDocument, OrderTickets },
  TicketKey,
};
