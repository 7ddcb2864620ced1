import type { Static, TSchema } from 'typebox';
import { RefundReason, RefundState } from '../payments.ts';
import { ErrorBody, must, StringEnum } from '../schema.ts';
import { Type } from '../type.ts';
import type { StaffOperation } from './access.ts';

const Day = (description: string) =>
  Type.String({
    description,
    pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
    examples: ['2027-06-18'],
    ...must('must be a day such as 2027-06-18'),
  });

const period = {
  eventId: Type.Optional(
    Type.String({ description: 'Only this event; otherwise all that one has the right for' }),
  ),
  from: Type.Optional(Day('The first day, in the time zone of each event')),
  to: Type.Optional(Day('The last day, in the time zone of each event')),
};
export const ReportQuery = Type.Object(period);
export type ReportQuery = Static<typeof ReportQuery>;

/** What is added up of orders that are confirmed, or were before they were refunded. */
const salesSums = {
  currency: Type.String(),
  orders: Type.Integer(),
  tickets: Type.Integer({ description: 'Sold, those refunded since included' }),
  refundedTickets: Type.Integer({ description: 'How many of them are void by now' }),
  gross: Type.Number({ description: 'What was sold, tax and fees included, less discounts' }),
  refunded: Type.Number({ description: 'How much of it was paid back, or is about to be' }),
  net: Type.Number({ description: 'What is left' }),
  fee: Type.Number({ description: 'How much of what is left is fees' }),
  tax: Type.Number({ description: 'How much of what is left is tax' }),
  discount: Type.Number({ description: 'By how much the prices were reduced' }),
};
export const SalesSums = Type.Object({
  ...salesSums,
  heldOrders: Type.Integer({ description: 'Beside these: orders that wait for their payment' }),
  heldAmount: Type.Number({ description: 'What those cost' }),
});
export type SalesSums = Static<typeof SalesSums>;

export const SalesOfDay = Type.Object({ day: Type.String(), ...salesSums });
export type SalesOfDay = Static<typeof SalesOfDay>;
export const SalesOfEvent = Type.Object({
  eventId: Type.String(),
  name: Type.String({ description: 'Empty when the recorder has not seen the event yet' }),
  timeZone: Type.String({ description: 'In which its days are told' }),
  ...salesSums,
});
export type SalesOfEvent = Static<typeof SalesOfEvent>;

/** Where an order was sold. */
export const SalesOfChannel = Type.Object({
  source: Type.String({ examples: ['shop', 'box_office', 'complimentary'] }),
  paymentMethod: Type.String(),
  ...salesSums,
});
export type SalesOfChannel = Static<typeof SalesOfChannel>;

export const SalesOfType = Type.Object({
  ticketId: Type.Optional(Type.String({ description: 'In the report of one event' })),
  type: Type.String(),
  price: Type.Number(),
  currency: Type.String(),
  sold: Type.Integer({ description: 'Tickets, those refunded since included' }),
  refunded: Type.Integer({ description: 'How many of them are void by now' }),
  held: Type.Integer({ description: 'Beside these: tickets that wait for their payment' }),
  amount: Type.Number({ description: 'The price of all that were sold, before discounts' }),
});
export type SalesOfType = Static<typeof SalesOfType>;

export const SalesReport = Type.Object({
  totals: Type.Array(SalesSums, { description: 'One of each currency' }),
  days: Type.Array(SalesOfDay, { description: 'By the day on which orders were placed' }),
  events: Type.Array(SalesOfEvent, { description: 'Those that took most come first' }),
  types: Type.Array(SalesOfType, { description: 'By ticket type and price' }),
  channels: Type.Array(SalesOfChannel),
  recordedUntil: Type.Optional(
    Type.String({
      format: 'date-time',
      description:
        'What happened since is not counted yet; missing when that is now, or nobody knows',
    }),
  ),
});
export type SalesReport = Static<typeof SalesReport>;

const money = { currency: Type.String(), amount: Type.Number() };

export const PaymentsOfProvider = Type.Object({
  provider: Type.String({ examples: ['stripe', 'manual'] }),
  currency: Type.String(),
  payments: Type.Integer({ description: 'Orders that money has come for' }),
  received: Type.Number(),
  returned: Type.Number({ description: 'By refunds and lost disputes' }),
});
export const PaymentsOfDay = Type.Object({
  day: Type.String(),
  currency: Type.String(),
  received: Type.Number({ description: 'By payments that were begun on this day' }),
  refunded: Type.Number({ description: 'By refunds that were done on this day' }),
});
export const RefundSums = Type.Object({
  state: RefundState,
  reason: RefundReason,
  refunds: Type.Integer(),
  ...money,
});
export const DisputeState = StringEnum(['needs_response', 'under_review', 'won', 'lost'], {
  examples: ['needs_response'],
});
export const DisputeSums = Type.Object({
  state: DisputeState,
  disputes: Type.Integer(),
  ...money,
});

export const FailedRefund = Type.Object({
  orderId: Type.String(),
  eventId: Type.Optional(Type.String()),
  refundId: Type.String(),
  state: RefundState,
  problem: Type.Optional(Type.String({ description: 'What the provider said last' })),
  askedAt: Type.String({ format: 'date-time' }),
  ...money,
});
export type FailedRefund = Static<typeof FailedRefund>;

export const OpenDispute = Type.Object({
  orderId: Type.String(),
  eventId: Type.Optional(Type.String()),
  disputeId: Type.String(),
  state: DisputeState,
  respondBy: Type.Optional(Type.String({ format: 'date-time' })),
  ...money,
});
export type OpenDispute = Static<typeof OpenDispute>;

export const PaymentsReport = Type.Object({
  providers: Type.Array(PaymentsOfProvider),
  days: Type.Array(PaymentsOfDay),
  refunds: Type.Array(RefundSums),
  disputes: Type.Array(DisputeSums),
  failedRefunds: Type.Array(FailedRefund, {
    description: 'Failed, or waiting for balance: the oldest 100, whatever the period',
  }),
  openDisputes: Type.Array(OpenDispute, {
    description: 'To be answered or decided: the 100 that are due first, whatever the period',
  }),
});
export type PaymentsReport = Static<typeof PaymentsReport>;

/** How a spreadsheet of the reader's country wants it: also which decimal mark goes with the separator. */
export const CSV_SEPARATORS = ['semicolon', 'comma'] as const;
/** How a file is written. */
export const csvFormat = {
  separator: Type.Optional(
    StringEnum(CSV_SEPARATORS, {
      description:
        'Between the cells: `semicolon` with decimal commas, as in most of Europe (default), or `comma` with ' +
        'decimal points',
    }),
  ),
  language: Type.Optional(
    StringEnum(['en', 'de'], { description: 'Of the headings; default: en' }),
  ),
};

const ExportQuery = Type.Object({ ...period, ...csvFormat });
export type ExportQuery = Static<typeof ExportQuery>;

const CSV =
  'As CSV in UTF-8 with a byte order mark. A text that a spreadsheet would take for a formula begins with an ' +
  'apostrophe. At most two are made at a time; the next gets 503.';

function exportOf<const Id extends string>(operationId: Id, file: string, summary: string) {
  return {
    operationId,
    method: 'GET',
    url: `/v1/reports/${file}.csv`,
    summary,
    description: CSV,
    access: { right: 'reports.read', of: 'any' },
    contentType: 'text/csv',
    schema: {
      querystring: ExportQuery,
      response: { 200: Type.String(), 401: ErrorBody, 503: ErrorBody },
    },
  } as const satisfies StaffOperation;
}

/** The routes of the office for sums and lists of what was sold, paid and refunded. */
export const reportsOperations = {
  getSalesReport: {
    operationId: 'getSalesReport',
    method: 'GET',
    url: '/v1/reports/sales',
    summary: 'What was sold: by day, event, ticket type, price and way of payment',
    description:
      'Sums that are kept as orders are recorded, so that they are as exact as the orders themselves. An order ' +
      'counts on the day it was placed, whatever became of it later.',
    access: { right: 'reports.read', of: 'any' },
    schema: {
      querystring: ReportQuery,
      response: { 200: SalesReport, 401: ErrorBody, 503: ErrorBody },
    },
  },
  getPaymentsReport: {
    operationId: 'getPaymentsReport',
    method: 'GET',
    url: '/v1/reports/payments',
    summary: 'What was paid, refunded and disputed',
    access: { right: 'reports.read', of: 'any' },
    schema: {
      querystring: ReportQuery,
      response: { 200: PaymentsReport, 401: ErrorBody, 503: ErrorBody },
    },
  },
  exportOrders: exportOf('exportOrders', 'orders', 'Every order, with its buyer'),
  exportSales: exportOf('exportSales', 'sales', 'What was sold, by day, event, type and price'),
  exportPayments: exportOf('exportPayments', 'payments', 'Every payment'),
  exportRefunds: exportOf('exportRefunds', 'refunds', 'Every refund'),
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const reportsSchemas: Record<string, TSchema> = {
  DisputeState,
  DisputeSums,
  FailedRefund,
  OpenDispute,
  PaymentsOfDay,
  PaymentsOfProvider,
  PaymentsReport,
  RefundReason,
  RefundState,
  RefundSums,
  SalesOfChannel,
  SalesOfDay,
  SalesOfEvent,
  SalesOfType,
  SalesReport,
  SalesSums,
};
