import { officeApi, pollEvery } from '@onsale/api-client';
import type { EventInput } from '@onsale/contracts';
import { queryOptions } from '@tanstack/react-query';
import { MESSAGES_KEY } from './message-queries.ts';

const NOTICES_MS = 10_000;

/** Which of these fields says something else is what buyers must know of; as `NOTICED_FIELDS` of the office. */
const NOTICED = ['name', 'startsAt', 'doorsAt', 'endsAt', 'venue', 'city'] as const;

/** Whether an event was changed so that its buyers should be told. */
export function concernsBuyers(before: EventInput, after: EventInput): boolean {
  return NOTICED.some((field) => before[field] !== after[field]);
}

/** What the buyers of an event were told by itself, or of its changes. */
export function noticesQuery(eventId: string) {
  return queryOptions({
    queryKey: [...MESSAGES_KEY, eventId, 'notices'],
    queryFn: ({ signal }) =>
      officeApi.get('/v1/events/{eventId}/notices', { path: { eventId }, signal }),
    refetchInterval: pollEvery(NOTICES_MS),
  });
}

/** What has changed since a revision, and how many orders that concerns. */
export function noticePreviewQuery(eventId: string, sinceRevision: number) {
  return queryOptions({
    queryKey: [...MESSAGES_KEY, eventId, 'notice', sinceRevision],
    queryFn: ({ signal }) =>
      officeApi.post('/v1/events/{eventId}/notices/preview', {
        path: { eventId },
        body: { sinceRevision },
        signal,
      }),
    retry: false,
  });
}
