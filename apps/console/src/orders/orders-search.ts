import type { OrderSource, OrderStatus } from '@onsale/api-client';

/** What a list of orders is filtered by; it is in the address of the page. */
export interface OrdersSearch {
  /** What was typed. */
  q?: string;
  eventId?: string;
  status?: ListedStatus;
  source?: OrderSource;
  refunded?: true;
}

/** Orders that are listed; others are counted, or not there yet. */
export const LISTED_STATUSES = ['confirmed', 'held', 'refunded', 'cancelled', 'expired'] as const;
export type ListedStatus = (typeof LISTED_STATUSES)[number] & OrderStatus;

export const SOURCES = ['shop', 'box_office', 'complimentary'] as const satisfies OrderSource[];

/** Reads it from an address, which somebody may have typed. */
export function readOrdersSearch(search: Record<string, unknown>): OrdersSearch {
  const { q, eventId, status, source, refunded } = search;
  return {
    // The router reads what looks like a number as one.
    ...(typeof q === 'string' || typeof q === 'number' ? { q: String(q) } : {}),
    ...(typeof eventId === 'string' ? { eventId } : {}),
    ...(isOneOf(LISTED_STATUSES, status) ? { status } : {}),
    ...(isOneOf(SOURCES, source) ? { source } : {}),
    ...(refunded === true ? { refunded } : {}),
  };
}

/** The same with some of it changed; `undefined` takes a filter away. */
export function withFilter(
  search: OrdersSearch,
  changed: { [Name in keyof OrdersSearch]?: OrdersSearch[Name] | undefined },
): OrdersSearch {
  const entries = Object.entries({ ...search, ...changed });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== ''));
}

function isOneOf<Value>(values: readonly Value[], value: unknown): value is Value {
  return values.includes(value as Value);
}
