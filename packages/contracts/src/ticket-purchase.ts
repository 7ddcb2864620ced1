import type { Operation } from './operation.ts';
import { CodeOffer, CodeText } from './code.ts';
import { Order, OrderStreamMessage } from './order.ts';
import { CreateOrderRequest, CreateOrderResponse, OrderHeaders } from './order-request.ts';
import { ErrorBody } from './schema.ts';
import { Seller } from './seller.ts';
import { EventDetails, EventList, EventQuery, TicketList, TicketQuery } from './ticket.ts';
import { Type } from './type.ts';

const OrderParams = Type.Object({ orderId: Type.String() });

export const ticketPurchase = {
  listTickets: {
    operationId: 'listTickets',
    method: 'GET',
    url: '/tickets',
    summary: 'Ticket types on sale',
    conditional: true,
    queryNumbers: ['min_price', 'max_price'],
    schema: {
      querystring: TicketQuery,
      response: {
        200: TicketList,
        400: ErrorBody,
        503: ErrorBody,
      },
    },
  },
  listEvents: {
    operationId: 'listEvents',
    method: 'GET',
    url: '/events',
    summary: 'Events, by pages',
    description:
      'Events that are on sale, paused or closed, the earliest first, until they are over.',
    conditional: true,
    queryNumbers: ['limit'],
    schema: {
      querystring: EventQuery,
      response: {
        200: EventList,
        400: ErrorBody,
        503: ErrorBody,
      },
    },
  },
  getEvent: {
    operationId: 'getEvent',
    method: 'GET',
    url: '/events/:eventId',
    summary: 'One event with its ticket types',
    description: 'Also an event that no list shows: a rehearsal, or one that is over or cancelled.',
    conditional: true,
    schema: {
      params: Type.Object({ eventId: Type.String() }),
      response: { 200: EventDetails, 404: ErrorBody, 503: ErrorBody },
    },
  },
  getCode: {
    operationId: 'getCode',
    method: 'GET',
    url: '/events/:eventId/codes/:code',
    summary: 'What a code of an event is good for',
    description: 'Nothing is used up by asking. 404 CODE_NOT_FOUND, 409 CODE_USED_UP.',
    schema: {
      params: Type.Object({ eventId: Type.String(), code: CodeText }),
      response: {
        200: CodeOffer,
        ...{ 400: ErrorBody, 404: ErrorBody, 409: ErrorBody, 429: ErrorBody, 503: ErrorBody },
      },
    },
  },
  getSeller: {
    operationId: 'getSeller',
    method: 'GET',
    url: '/seller',
    summary: 'Who sells, and what applies to all events',
    conditional: true,
    schema: { response: { 200: Seller, 503: ErrorBody } },
  },
  placeOrder: {
    operationId: 'placeOrder',
    method: 'POST',
    url: '/orders',
    summary: 'Place an order',
    description:
      'Returns 201 once the order is stored and queued. GET /orders/{orderId}, or its stream, tells ' +
      'whether it is confirmed. A field that is not described here is ignored, and named in the ' +
      'message.',
    schema: {
      headers: OrderHeaders,
      body: CreateOrderRequest,
      response: {
        201: CreateOrderResponse,
        400: ErrorBody,
        403: ErrorBody,
        408: ErrorBody,
        409: ErrorBody,
        413: ErrorBody,
        415: ErrorBody,
        422: ErrorBody,
        429: ErrorBody,
        503: ErrorBody,
      },
    },
  },
  getOrder: {
    operationId: 'getOrder',
    method: 'GET',
    url: '/orders/:orderId',
    summary: 'One order',
    schema: { params: OrderParams, response: { 200: Order, 404: ErrorBody, 503: ErrorBody } },
  },
  streamOrder: {
    operationId: 'streamOrder',
    method: 'GET',
    url: '/orders/:orderId/stream',
    summary: 'Follow one order until its outcome',
    description:
      'Server-sent events named "order": the current order, then each change of its status or ' +
      'deadline, and of its place in line at most once a second. The stream ends when the order is confirmed, rejected, expired, cancelled or ' +
      'refunded.',
    contentType: 'text/event-stream',
    schema: {
      params: OrderParams,
      response: { 200: OrderStreamMessage, 404: ErrorBody, 503: ErrorBody },
    },
  },
  cancelOrder: {
    operationId: 'cancelOrder',
    method: 'POST',
    url: '/orders/:orderId/cancel',
    summary: 'Give up a held order',
    description:
      'Puts the tickets of a held order back on sale and returns the order, now cancelled; or, with ' +
      '202, the order that will be in a moment. May be repeated. An order that is not held gets 409 ' +
      'ORDER_NOT_HELD. A payment under way is ended first; one that was made by then confirms the order. ' +
      'It has no body, but the content type must be application/json, which pages of other sites cannot ' +
      'send unasked.',
    schema: {
      params: OrderParams,
      response: {
        200: Order,
        202: Order,
        404: ErrorBody,
        409: ErrorBody,
        429: ErrorBody,
        503: ErrorBody,
      },
    },
  },
} as const satisfies Record<string, Operation>;
