import {
  Audit,
  audits,
  Books,
  Fleet,
  fleet,
  FleetService,
  Instance,
  TicketBooks,
} from './fleet.ts';
import { KilledProcess, KillRequest, localProcesses } from './local-processes.ts';
import { delivery, deliverySchemas } from './delivery.ts';
import { CodeOffer } from './code.ts';
import { buildOpenApi } from './openapi.ts';
import {
  Answer,
  Customer,
  Order,
  OrderItem,
  OrderStatus,
  PlaceInLine,
  RejectReason,
} from './order.ts';
import {
  AnswerRequest,
  CreateOrderRequest,
  CreateOrderResponse,
  OrderLineRequest,
} from './order-request.ts';
import { ArchivedOrder, archivedOrders, staffOperations, staffSchemas } from './office/index.ts';
import { EventStatus } from './event-input.ts';
import { pages } from './pages.ts';
import {
  AttemptState,
  BuyerRefund,
  DoctorReport,
  MarkPaidRequest,
  OrderPayment,
  payments,
  PaymentState,
  Reconciliation,
  RefundReason,
  RefundRequest,
  RefundState,
  StaffAttempt,
  StaffDispute,
  staffPayments,
  StaffPayment,
  StaffRefund,
  StartedPayment,
} from './payments.ts';
import { Seller, SellerTerms } from './seller.ts';
import { redisCrud } from './redis-crud.ts';
import {
  CreateRedisEntry,
  RedisEntry,
  RedisKey,
  RedisKeyList,
  SuccessMessage,
  UpdateRedisEntry,
} from './redis-entry.ts';
import {
  Event,
  EventDetails,
  EventWaitingRoom,
  EventList,
  EventQuestion,
  Ticket,
  TicketList,
} from './ticket.ts';
import { ticketPurchase } from './ticket-purchase.ts';
import { workload, workloadSchemas } from './workload.ts';
import { waitingRoom, waitingRoomSchemas } from './waiting-room.ts';
import { WebhookBody } from './webhooks.ts';

/**
 * Builders of the published OpenAPI documents, by file name in `api/`. They are functions because
 * no process needs all of them, and most need none.
 */
export const interfaces = {
  'ticket-purchase': () =>
    buildOpenApi({
      title: 'Ticket Purchase API',
      version: '1.0.0',
      description: 'Browse events and tickets, place orders and follow them.',
      servers: ['/v1', '/'],
      operations: { ...ticketPurchase, ...pages },
      schemas: {
        Answer,
        CodeOffer,
        AnswerRequest,
        CreateOrderRequest,
        CreateOrderResponse,
        Customer,
        CustomerRequest: CreateOrderRequest.properties.customer,
        Event,
        EventDetails,
        EventWaitingRoom,
        EventList,
        EventQuestion,
        EventStatus,
        Order,
        OrderItem,
        OrderLineRequest,
        OrderStatus,
        PlaceInLine,
        RejectReason,
        Seller,
        SellerTerms,
        Ticket,
        TicketList,
      },
    }),
  'redis-crud': () =>
    buildOpenApi({
      title: 'Redis CRUD API',
      version: '1.0.0',
      description: 'JSON objects in Redis, for people and scripts.',
      servers: ['/v1', '/'],
      operations: redisCrud,
      schemas: {
        CreateRedisEntry,
        RedisEntry,
        RedisKey,
        RedisKeyList,
        SuccessMessage,
        UpdateRedisEntry,
      },
      bearerToken: true,
    }),
  operations: () =>
    buildOpenApi({
      title: 'Operations API',
      version: '1.0.0',
      description:
        'For operators: the running processes (served by the gateway), the books and the audit (served by a separate process), and ending processes (served by npm start alone).',
      servers: ['/v1', '/'],
      operations: { ...fleet, ...audits, ...localProcesses },
      schemas: {
        Audit,
        AuditedOrders: Audit.properties.orders,
        AuditedTicket: Audit.properties.tickets.items,
        Books,
        Fleet,
        FleetOrders: Fleet.properties.orders,
        FleetService,
        Instance,
        KilledProcess,
        KillRequest,
        PoolBooks: Audit.properties.pools.items,
        TicketBooks,
      },
    }),
  payments: () =>
    buildOpenApi({
      title: 'Payments API',
      version: '1.0.0',
      description:
        'Pay held orders. Buyers and the provider reach `/orders/{orderId}/payment` and ' +
        '`/webhooks/{provider}`; everything else is for the seller, with a token.',
      servers: ['/'],
      operations: { ...payments, ...staffPayments },
      schemas: {
        AttemptState,
        BuyerRefund,
        DoctorReport,
        MarkPaidRequest,
        OrderPayment,
        OrderStatus,
        PaymentState,
        Reconciliation,
        RefundReason,
        RefundRequest,
        RefundState,
        StaffAttempt,
        StaffDispute,
        StaffPayment,
        StaffRefund,
        StartedPayment,
      },
      bearerToken: true,
    }),
  'waiting-room': () =>
    buildOpenApi({
      title: 'Waiting Room API',
      version: '1.0.0',
      description: 'Wait in the line of an event, and be admitted to order.',
      servers: ['/v1', '/'],
      operations: waitingRoom,
      schemas: waitingRoomSchemas,
    }),
  delivery: () =>
    buildOpenApi({
      title: 'Delivery API',
      version: '1.0.0',
      description:
        'Signed tickets, receipts and calendars for buyers, and the keys that tickets are checked with.',
      servers: ['/'],
      operations: delivery,
      schemas: deliverySchemas,
    }),
  office: () =>
    buildOpenApi({
      title: 'Office API',
      version: '1.0.0',
      description:
        'Everything that the console does, for members of the team and API keys. Each route says which right ' +
        'it needs; below `/archive` are orders that have left Redis, for the sale side alone.',
      servers: ['/'],
      operations: { ...archivedOrders, ...staffOperations },
      schemas: { ArchivedOrder, ...staffSchemas },
      bearerToken: true,
      webhook: WebhookBody,
    }),
  workload: () =>
    buildOpenApi({
      title: 'Workload Generator API',
      version: '1.0.0',
      description: 'Start, adjust, watch and stop an open-model load on the shop.',
      servers: ['/'],
      operations: workload,
      schemas: workloadSchemas,
    }),
};
