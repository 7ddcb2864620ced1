import { officeApi, pollEvery } from '@onsale/api-client';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pagedQuery } from '../app/paged-query.ts';
import type { LogSearch } from './log/log-search.ts';

/** All that is known of entrances; to be asked anew after any change. */
export const ENTRANCE_KEY = ['entrance'] as const;

/** Scans show while one looks. */
const LOG_MS = 3000;
const SETTINGS_MS = 30_000;

/** How people are let in, and what it goes by. */
export const entranceQuery = (eventId: string) =>
  queryOptions({
    queryKey: [...ENTRANCE_KEY, 'settings', eventId],
    queryFn: ({ signal }) =>
      officeApi.get('/v1/events/{eventId}/entrance', { path: { eventId }, signal }),
    staleTime: SETTINGS_MS,
    refetchInterval: pollEvery(SETTINGS_MS),
  });

/** The tickets that are found by what was typed. */
export const ticketsQuery = (eventId: string, q: string) =>
  queryOptions({
    queryKey: [...ENTRANCE_KEY, 'tickets', eventId, q],
    queryFn: ({ signal }) =>
      officeApi.get('/v1/events/{eventId}/entrance/tickets', {
        ...{ path: { eventId }, query: { q }, signal },
      }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery(LOG_MS),
  });

/** The log, or only the conflicts in it, page after page. */
export function scansQuery(eventId: string, search: LogSearch & { conflicts?: 'open' | 'all' }) {
  return pagedQuery({
    queryKey: [...ENTRANCE_KEY, 'scans', eventId, search],
    readPage: (page, signal) =>
      officeApi.get('/v1/events/{eventId}/scans', {
        path: { eventId },
        query: { ...search, ...page },
        signal,
      }),
    pollMs: LOG_MS,
    placeholderData: keepPreviousData,
  });
}
