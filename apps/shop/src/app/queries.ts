import type {
  CreateOrderRequest,
  CreateOrderResponse,
  Event,
  EventDetails,
  Order,
  Ticket,
} from '@onsale/contracts';
import { queryOptions } from '@tanstack/react-query';
import { request } from '@onsale/api-client';
import { isOpen } from '../order/is-open.ts';

/** Stock on the page of one event, where people decide, and on the page of all. */
const EVENT_STOCK_MS = 1500;
const ALL_STOCK_MS = 5000;
/** Names and dates hardly change. */
const EVENTS_MS = 60_000;
const ORDER_MS = 2000;

const API = '/api/v1';

/** What nginx tells the page when it starts. */
export interface Settings {
  /** Whether the laboratory is open. */
  lab: boolean;
  maxQtyPerOrder: number;
  /** Empty: the shop takes any, so the page offers its own. */
  paymentMethods: string[];
}

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => request<Settings>('/config.json', { signal }),
  staleTime: Infinity,
});

export const eventsQuery = queryOptions({
  queryKey: ['events'],
  queryFn: ({ signal }) => readEvents(signal),
  staleTime: EVENTS_MS,
  refetchInterval: EVENTS_MS,
});

// All pages of the list; a shop seldom has a second one.
async function readEvents(signal: AbortSignal): Promise<Event[]> {
  const events: Event[] = [];
  let path = `${API}/events`;
  for (;;) {
    const page = await request<{ events: Event[]; next?: string }>(path, { signal });
    events.push(...page.events);
    if (page.next === undefined) return events;
    path = `${API}/events?cursor=${page.next}`;
  }
}

/** One event with all that is asked of a buyer. */
export function eventQuery(eventId: string) {
  return queryOptions({
    queryKey: ['events', eventId],
    queryFn: ({ signal }) =>
      request<EventDetails>(`${API}/events/${encodeURIComponent(eventId)}`, { signal }),
    staleTime: EVENTS_MS,
  });
}

/** Every ticket type: one answer that is the same for all, which the gateway keeps ready. */
export const ticketsQuery = queryOptions({
  queryKey: ['tickets'],
  queryFn: async ({ signal }) =>
    (await request<{ tickets: Ticket[] }>(`${API}/tickets`, { signal })).tickets,
  refetchInterval: ALL_STOCK_MS,
});

/** The ticket types of one event, fresher than those of all. */
export function eventTicketsQuery(eventId: string) {
  return queryOptions({
    queryKey: ['tickets', eventId],
    queryFn: async ({ signal }) => {
      const path = `${API}/tickets?event=${encodeURIComponent(eventId)}`;
      return (await request<{ tickets: Ticket[] }>(path, { signal })).tickets;
    },
    refetchInterval: EVENT_STOCK_MS,
  });
}

/** One order; while `polled` it is asked for again until it is settled. */
export function orderQuery(orderId: string, options: { polled: boolean }) {
  return queryOptions({
    queryKey: ['order', orderId],
    queryFn: ({ signal }) =>
      request<Order>(`${API}/orders/${encodeURIComponent(orderId)}`, { signal }),
    staleTime: ORDER_MS,
    refetchInterval: ({ state }) => (options.polled && isOpen(state.data) ? ORDER_MS : false),
  });
}

/** Where the server tells of an order's changes. */
export function orderStreamPath(orderId: string): string {
  return `${API}/orders/${encodeURIComponent(orderId)}/stream`;
}

/** Places an order. Repeating it with the same key and content never makes a second one. */
export async function placeOrder(
  order: CreateOrderRequest,
  idempotencyKey: string,
  signal: AbortSignal,
): Promise<CreateOrderResponse> {
  return await request<CreateOrderResponse>(`${API}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
    body: JSON.stringify(order),
    signal,
  });
}

/** Gives a held order up. The order comes back cancelled, or held when that takes a moment longer. */
export async function cancelOrder(orderId: string): Promise<Order> {
  return await request<Order>(`${API}/orders/${encodeURIComponent(orderId)}/cancel`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
}
