import { officeApi, type OfficeEvent, pollEvery } from '@onsale/api-client';
import type { EventInput, SaleStep } from '@onsale/contracts';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { asRead } from '../app/as-read.ts';
import { pagedQuery } from '../app/paged-query.ts';

/** What is sold and left of an event, while one looks at it. */
const EVENT_MS = 10_000;
const LIST_MS = 20_000;
const SETTINGS_MS = 60_000;
const PAGE = 50;

/** What a list of events may be narrowed down to. */
export interface EventSearch {
  q?: string;
  /** Statuses, with commas between them. */
  status?: string;
  when?: 'upcoming' | 'past' | 'all';
}

/** The events that one may see, page by page. */
export function eventsQuery(search: EventSearch) {
  return pagedQuery({
    queryKey: ['events', search],
    readPage: (page, signal) =>
      officeApi.get('/v1/events', { query: { ...search, limit: PAGE, ...page }, signal }),
    staleTime: LIST_MS,
    pollMs: LIST_MS,
  });
}

/** One event as its team sees it. */
export function eventQuery(eventId: string) {
  return queryOptions({
    queryKey: ['event', eventId],
    queryFn: ({ signal }) => officeApi.get('/v1/events/{eventId}', { path: { eventId }, signal }),
    staleTime: EVENT_MS,
    refetchInterval: pollEvery(EVENT_MS),
  });
}

/** Who sells, for the preview. */
export const sellerQuery = queryOptions({
  queryKey: ['seller'],
  queryFn: ({ signal }) => officeApi.get('/v1/seller', { signal }),
  staleTime: SETTINGS_MS,
});

/** With what a new event begins. */
export const shopSettingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => officeApi.get('/v1/settings', { signal }),
  staleTime: SETTINGS_MS,
});

export async function createEvent(body: EventInput): Promise<OfficeEvent> {
  return await officeApi.post('/v1/events', { body });
}

/** Saves an event as `event`, if it is still at this revision. */
export async function replaceEvent(event: EventInput, revision: number): Promise<OfficeEvent> {
  return await officeApi.put('/v1/events/{eventId}', {
    path: { eventId: event.id },
    headers: asRead({ revision }),
    body: event,
  });
}

export async function takeStep(eventId: string, step: SaleStep): Promise<OfficeEvent> {
  return await officeApi.post('/v1/events/{eventId}/steps', { path: { eventId }, body: { step } });
}

export async function deleteEvent(event: OfficeEvent): Promise<void> {
  await officeApi.delete('/v1/events/{eventId}', {
    path: { eventId: event.eventId },
    headers: asRead(event),
  });
}

/** Shows everywhere what the office has answered to a change. */
export function noteEvent(client: QueryClient, event: OfficeEvent): void {
  client.setQueryData(eventQuery(event.eventId).queryKey, event);
  void client.invalidateQueries({ queryKey: ['events'] });
}
