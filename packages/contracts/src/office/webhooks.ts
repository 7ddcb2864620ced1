import type { Static, TSchema } from 'typebox';
import { ErrorBody, must, StringEnum } from '../schema.ts';
import { Type } from '../type.ts';
import { webhookSchemas, WebhookType } from '../webhooks.ts';
import type { StaffOperation } from './access.ts';

const exact = { additionalProperties: false };
const Moment = Type.String({ format: 'date-time' });

/** Endpoints that a shop can have. */
export const MOST_ENDPOINTS = 20;

/**
 * Why nothing is sent to an endpoint. `member`: somebody has switched it off; `gone`: it has answered 410;
 * `failing`: for three days it has taken nothing.
 */
export const OFF_REASONS = ['member', 'gone', 'failing'] as const;
export type OffReason = (typeof OFF_REASONS)[number];

export const WebhookEndpointInput = Type.Object(
  {
    url: Type.String({
      maxLength: 1000,
      pattern: '^https?://[^\\s/?#@\\\\]+([/?][^\\s#\\\\]*)?$',
      description: 'Without a name and password; http:// in private networks alone',
      ...must('must be an https:// address, without a name and password'),
    }),
    description: Type.Optional(
      Type.String({
        maxLength: 200,
        pattern: '^[^\\u0000-\\u001f\\u007f]*$',
        ...must('must be one line of at most 200 characters'),
      }),
    ),
    types: Type.Array(WebhookType, {
      minItems: 1,
      uniqueItems: true,
      description: 'What it is told of',
      ...must('must name at least one type'),
    }),
    isOn: Type.Boolean({ description: 'Whether anything is sent to it' }),
  },
  exact,
);
export type WebhookEndpointInput = Static<typeof WebhookEndpointInput>;

/** A receiver of webhooks. */
export const WebhookEndpoint = Type.Object({
  endpointId: Type.String(),
  url: Type.String(),
  description: Type.String(),
  types: Type.Array(WebhookType),
  isOn: Type.Boolean(),
  offReason: Type.Optional(StringEnum(OFF_REASONS, { description: 'Why it is off' })),
  failingSince: Type.Optional(
    Type.String({ format: 'date-time', description: 'Since when it has taken nothing' }),
  ),
  lastDeliveredAt: Type.Optional(Moment),
  waiting: Type.Integer({ description: 'Webhooks that it has yet to take' }),
  secretAt: Type.String({ format: 'date-time', description: 'When its secret was made' }),
  earlierSecretUntil: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'Until when webhooks are signed with the secret before as well',
    }),
  ),
  revision: Type.Integer(),
  createdBy: Type.String(),
  createdAt: Moment,
  changedAt: Moment,
});
export type WebhookEndpoint = Static<typeof WebhookEndpoint>;

const NewSecret = Type.Object({
  endpoint: WebhookEndpoint,
  secret: Type.String({
    description: 'What its webhooks are signed with; it is shown once',
    examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  }),
});

/**
 * `waiting`: also between two attempts. `failed`: it was given up. `skipped`: its endpoint was switched off
 * before it had taken it.
 */
export const DELIVERY_STATES = ['waiting', 'delivered', 'failed', 'skipped'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** A webhook on its way to one endpoint. */
export const WebhookDelivery = Type.Object({
  deliveryId: Type.String(),
  endpointId: Type.String(),
  webhookId: Type.String({
    description: 'As the header `webhook-id` says it: doubles have the same',
  }),
  type: Type.String(),
  orderId: Type.Optional(Type.String()),
  eventId: Type.Optional(Type.String()),
  state: StringEnum(DELIVERY_STATES),
  attempts: Type.Integer(),
  answerStatus: Type.Optional(Type.Integer({ description: 'What was answered last' })),
  problem: Type.Optional(Type.String({ description: 'Why there was no answer that counts' })),
  queuedAt: Moment,
  dueAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'When it is tried next, while it waits' }),
  ),
  endedAt: Type.Optional(Moment),
});
export type WebhookDelivery = Static<typeof WebhookDelivery>;

/** One time that a webhook was sent. */
export const WebhookAttempt = Type.Object({
  at: Moment,
  durationMs: Type.Integer(),
  address: Type.Optional(Type.String({ description: 'The network address that it went to' })),
  status: Type.Optional(Type.Integer()),
  answer: Type.Optional(Type.String({ description: 'How its answer begins' })),
  problem: Type.Optional(Type.String()),
});
export type WebhookAttempt = Static<typeof WebhookAttempt>;

const DeliveryDetail = Type.Object({
  delivery: WebhookDelivery,
  body: Type.String({ description: 'What is sent, to the letter' }),
  attempts: Type.Array(WebhookAttempt, { description: 'The newest first' }),
});

const endpointParams = Type.Object({ endpointId: Type.String() });
const deliveryParams = Type.Object({ endpointId: Type.String(), deliveryId: Type.String() });
const ifMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      ...{ maxLength: 100, examples: ['"7"'] },
      description: 'The ETag of the endpoint as it was read; required',
    }),
  ),
});
const refusals = { 401: ErrorBody, 403: ErrorBody, 503: ErrorBody } as const;
const notFound = { ...refusals, 404: ErrorBody } as const;
const edits = { ...notFound, 400: ErrorBody, 412: ErrorBody, 428: ErrorBody } as const;
const access = { right: 'settings.write', of: 'all' } as const;

/** The routes of the office for webhooks. */
export const webhooksOperations = {
  listWebhookEndpoints: {
    operationId: 'listWebhookEndpoints',
    method: 'GET',
    url: '/v1/webhook-endpoints',
    summary: 'The receivers of webhooks, the oldest first',
    access,
    schema: { response: { 200: Type.Object({ items: Type.Array(WebhookEndpoint) }), ...refusals } },
  },
  createWebhookEndpoint: {
    operationId: 'createWebhookEndpoint',
    method: 'POST',
    url: '/v1/webhook-endpoints',
    summary: 'Tell another system of what happens',
    description: `The secret is shown this once. At most ${MOST_ENDPOINTS}: 409 TOO_MANY_ENDPOINTS.`,
    access,
    schema: {
      body: WebhookEndpointInput,
      response: { 201: NewSecret, ...refusals, 400: ErrorBody, 409: ErrorBody },
    },
  },
  getWebhookEndpoint: {
    operationId: 'getWebhookEndpoint',
    method: 'GET',
    url: '/v1/webhook-endpoints/:endpointId',
    summary: 'A receiver of webhooks; its ETag is needed to change it',
    access,
    schema: { params: endpointParams, response: { 200: WebhookEndpoint, ...notFound } },
  },
  replaceWebhookEndpoint: {
    operationId: 'replaceWebhookEndpoint',
    method: 'PUT',
    url: '/v1/webhook-endpoints/:endpointId',
    summary: 'Change a receiver of webhooks, or switch it on or off',
    description:
      'With its ETag in `If-Match`. What waits for one that is switched off is skipped, and can be sent again.',
    access,
    schema: {
      ...{ params: endpointParams, headers: ifMatch, body: WebhookEndpointInput },
      response: { 200: WebhookEndpoint, ...edits },
    },
  },
  deleteWebhookEndpoint: {
    operationId: 'deleteWebhookEndpoint',
    method: 'DELETE',
    url: '/v1/webhook-endpoints/:endpointId',
    summary: 'Remove a receiver of webhooks, with its log',
    access,
    schema: {
      ...{ params: endpointParams, headers: ifMatch },
      response: { 204: Type.Null(), ...edits },
    },
  },
  rotateWebhookSecret: {
    operationId: 'rotateWebhookSecret',
    method: 'POST',
    url: '/v1/webhook-endpoints/:endpointId/secret',
    summary: 'Make a new secret, which is shown this once',
    description:
      'Until the one before ends, each webhook has a signature of both, so that the receiver can change it at ' +
      'any time in between.',
    access,
    schema: {
      params: endpointParams,
      body: Type.Object(
        {
          earlierEndsInHours: Type.Integer({
            ...{ minimum: 0, maximum: 168, examples: [24] },
            description: 'How long the secret before goes on; 0 when somebody else has it',
          }),
        },
        exact,
      ),
      response: { 200: NewSecret, ...notFound, 400: ErrorBody },
    },
  },
  testWebhookEndpoint: {
    operationId: 'testWebhookEndpoint',
    method: 'POST',
    url: '/v1/webhook-endpoints/:endpointId/test',
    summary: 'Send a test, `webhook.test`, whether the endpoint is on or off',
    access,
    schema: { params: endpointParams, response: { 202: WebhookDelivery, ...notFound } },
  },
  listWebhookDeliveries: {
    operationId: 'listWebhookDeliveries',
    method: 'GET',
    url: '/v1/webhook-endpoints/:endpointId/deliveries',
    summary: 'What an endpoint was sent in the last 30 days, the newest first',
    access,
    schema: {
      params: endpointParams,
      querystring: Type.Object({
        state: Type.Optional(StringEnum(DELIVERY_STATES)),
        type: Type.Optional(Type.String({ maxLength: 40 })),
        orderId: Type.Optional(Type.String({ maxLength: 200 })),
        cursor: Type.Optional(
          Type.String({ maxLength: 100, description: 'The `nextCursor` of the page before' }),
        ),
        limit: Type.Optional(
          Type.String({
            description: 'Deliveries on a page, 1 to 100; default: 50',
            pattern: '^([1-9][0-9]?|100)$',
            ...must('must be a whole number from 1 to 100'),
          }),
        ),
      }),
      response: {
        200: Type.Object({
          items: Type.Array(WebhookDelivery),
          nextCursor: Type.Optional(Type.String()),
        }),
        ...notFound,
      },
    },
  },
  getWebhookDelivery: {
    operationId: 'getWebhookDelivery',
    method: 'GET',
    url: '/v1/webhook-endpoints/:endpointId/deliveries/:deliveryId',
    summary: 'What was sent, and what was answered each time',
    access,
    schema: { params: deliveryParams, response: { 200: DeliveryDetail, ...notFound } },
  },
  sendWebhookAgain: {
    operationId: 'sendWebhookAgain',
    method: 'POST',
    url: '/v1/webhook-endpoints/:endpointId/deliveries/:deliveryId/send-again',
    summary: 'Send a webhook now, with the id that it had',
    description: 'Its endpoint must be on: otherwise 409 ENDPOINT_OFF.',
    access,
    schema: {
      params: deliveryParams,
      response: { 202: WebhookDelivery, ...notFound, 409: ErrorBody },
    },
  },
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const webhooksSchemas: Record<string, TSchema> = {
  ...{ WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookEndpointInput },
  ...webhookSchemas,
};
