import {
  type CreateOrderRequest,
  type CreateOrderResponse,
  type Event,
  type EventList,
  type Order,
  type OrderPayment,
  paymentsApi,
  pollEvery,
  purchaseApi,
  request,
  type StartedPayment,
} from '@onsale/api-client';
import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import { type EventSearch, listQuery } from '../browse/event-search.ts';
import { isOpen } from '../order/is-open.ts';

/** Stock on the page of one event, where people decide, and while nothing of it can be bought. */
const STOCK_MS = 1500;
const CLOSED_STOCK_MS = 10_000;
/** What a code is good for: the gateway counts who asks for many. */
const CODE_MS = 15_000;
/** A page of the list; two pages are asked for half as often. */
const LIST_MS = 20_000;
/** Names, dates and texts hardly change. */
const EVENT_MS = 60_000;
/** While it is closed. */
const CLOSED_EVENT_MS = 15_000;
const SELLER_MS = 600_000;
const ORDER_MS = 2000;

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

/** Who sells, and what applies to the whole shop. It hardly ever changes. */
export const sellerQuery = queryOptions({
  queryKey: ['seller'],
  queryFn: ({ signal }) => purchaseApi.get('/seller', { signal }),
  staleTime: SELLER_MS,
});

/** A page of the list. */
type EventPage = Pick<EventList, 'events' | 'next'> & Partial<EventList>;

/**
 * The list of events, page by page. All pages that are shown are refreshed in turn, so it is asked for
 * less often the more there are.
 */
export function eventListQuery(search: EventSearch) {
  const manyPages = ({ state }: { state: { data?: { pages: unknown[] } | undefined } }) =>
    state.data?.pages.length ?? 1;
  return infiniteQueryOptions({
    queryKey: ['events', search],
    queryFn: ({ signal, pageParam }) =>
      purchaseApi.get('/events', { query: listQuery(search, pageParam), signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    staleTime: LIST_MS,
    refetchInterval: (query) => pollEvery(LIST_MS * manyPages(query))(query),
    refetchOnMount: (query) => manyPages(query) === 1,
    refetchOnWindowFocus: (query) => manyPages(query) === 1,
  });
}

/** An event as a list has shown it, if one has. */
export function listedEvent(client: QueryClient, eventId: string): Event | undefined {
  const lists = client.getQueriesData<InfiniteData<EventPage>>({ queryKey: ['events'] });
  const pages = lists.flatMap(([, data]) => data?.pages ?? []);
  return pages.flatMap(({ events }) => events).find(({ id }) => id === eventId);
}

/** One event with all that is shown and asked of a buyer, its ticket types included. */
export function eventQuery(eventId: string) {
  return queryOptions({
    queryKey: ['event', eventId],
    queryFn: async ({ signal, client }) => {
      const event = await purchaseApi.get('/events/{eventId}', { path: { eventId }, signal });
      client.setQueryData(eventTicketsQuery(eventId).queryKey, event.tickets);
      return event;
    },
    staleTime: EVENT_MS,
    // What is closed may be opened again, or cancelled: whoever waits for it wants to know.
    refetchInterval: (query) =>
      pollEvery(query.state.data?.onSale === false ? CLOSED_EVENT_MS : EVENT_MS)(query),
  });
}

/**
 * The ticket types of one event, as they are left; the event itself brings the first. `isOpen` says
 * whether any of it can be bought: if not, it is asked for less often.
 */
export function eventTicketsQuery(eventId: string, isOpen = true) {
  return queryOptions({
    queryKey: ['tickets', eventId],
    queryFn: async ({ signal }) =>
      (await purchaseApi.get('/tickets', { query: { event: eventId }, signal })).tickets,
    staleTime: STOCK_MS,
    refetchInterval: pollEvery(isOpen ? STOCK_MS : CLOSED_STOCK_MS),
  });
}

/** What a code of an event is good for, with the ticket types that no list shows. */
export function codeQuery(eventId: string, code: string) {
  return queryOptions({
    queryKey: ['code', eventId, code],
    queryFn: ({ signal }) =>
      purchaseApi.get('/events/{eventId}/codes/{code}', { path: { eventId, code }, signal }),
    staleTime: STOCK_MS,
    // What is refused stays so until somebody asks anew, whatever is drawn meanwhile.
    retryOnMount: false,
    refetchInterval: (query) => (query.state.error === null ? pollEvery(CODE_MS)(query) : false),
  });
}

/** One order; while `polled` it is asked for again until it is settled. */
export function orderQuery(orderId: string, options: { polled: boolean }) {
  return queryOptions({
    queryKey: ['order', orderId],
    queryFn: ({ signal }) => purchaseApi.get('/orders/{orderId}', { path: { orderId }, signal }),
    staleTime: ORDER_MS,
    refetchInterval: ({ state }) => (options.polled && isOpen(state.data) ? ORDER_MS : false),
  });
}

/** Where the server tells of an order's changes. */
export function orderStreamPath(orderId: string): string {
  return `/api/v1/orders/${encodeURIComponent(orderId)}/stream`;
}

/** Places an order. Repeating it with the same key and content never makes a second one. */
export async function placeOrder(
  order: CreateOrderRequest,
  idempotencyKey: string,
  signal: AbortSignal,
  admission?: string,
): Promise<CreateOrderResponse> {
  return await purchaseApi.post('/orders', {
    headers: {
      'idempotency-key': idempotencyKey,
      ...(admission === undefined ? {} : { 'onsale-admission': admission }),
    },
    body: order,
    signal,
  });
}

/** The shortest and the longest pause between two questions about a payment. */
const PAYMENT_MS = 1000;
const LONGEST_PAYMENT_MS = 15_000;
/** A provider tells of a second payment within seconds; each question comes after twice the time. */
const PAID_TWICE_MS = 60_000;
/** The provider is asked meanwhile; nginx waits for a second less. */
const START_PAYMENT_MS = 16_000;

/** When something was heard for the first time (Unix time in ms): what is the same stays the same object. */
const heardAtMs = new WeakMap<object, number>();

/**
 * How the payment of an order stands, as payments says; the address that a buyer comes back with says
 * nothing. Until it is final it is asked for again: soon at first, and less often the longer nothing
 * changes.
 */
export function paymentQuery(orderId: string) {
  return queryOptions({
    queryKey: ['payment', orderId],
    queryFn: ({ signal }) =>
      paymentsApi.get('/orders/{orderId}/payment', { path: { orderId }, signal }),
    staleTime: 0,
    refetchInterval: ({ state: { data, dataUpdatedAt } }) => {
      if (data === undefined) return false;
      const sinceMs = heardAtMs.get(data) ?? dataUpdatedAt;
      heardAtMs.set(data, sinceMs);
      return paymentPauseMs(data, dataUpdatedAt - sinceMs);
    },
  });
}

/**
 * The pause before the next question about a payment of which nothing new was heard for `quietMs`; false once nothing
 * can come any more. The page of a provider may take money after its end: whoever was there waits for what comes of it,
 * and whoever has paid may have paid there as well.
 */
export function paymentPauseMs(
  { isFinal, state }: Pick<OrderPayment, 'isFinal' | 'state'>,
  quietMs: number,
): number | false {
  if (isFinal && state === 'paid')
    return quietMs < PAID_TWICE_MS && Math.max(2 * PAYMENT_MS, quietMs);
  if (isFinal && state !== 'failed') return false;
  return Math.min(LONGEST_PAYMENT_MS, Math.max(PAYMENT_MS, Math.round(quietMs / 4)));
}

/** Begins to pay a held order, or goes on with it: the address of the page on which the buyer pays. */
export async function startPayment(orderId: string): Promise<StartedPayment> {
  return await paymentsApi.post('/orders/{orderId}/payment', {
    ...{ path: { orderId }, body: {} },
    timeoutMs: START_PAYMENT_MS,
  });
}

/** Gives a held order up. The order comes back cancelled, or held when that takes a moment longer. */
export async function cancelOrder(orderId: string): Promise<Order> {
  return await purchaseApi.post('/orders/{orderId}/cancel', { path: { orderId }, body: {} });
}
