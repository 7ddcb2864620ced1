import { type LineSettings, officeApi, pollEvery } from '@onsale/api-client';
import type { ChangeLineSettings } from '@onsale/contracts';
import { queryOptions } from '@tanstack/react-query';

/** The waiting room counts every ten seconds. */
const HISTORY_MS = 10_000;

/** How the line of an event has gone on. */
export function lineHistoryQuery(eventId: string) {
  return queryOptions({
    queryKey: ['line', eventId, 'history'],
    queryFn: async ({ signal }) => {
      const path = { eventId };
      return (await officeApi.get('/v1/events/{eventId}/line/history', { path, signal })).items;
    },
    refetchInterval: pollEvery(HISTORY_MS),
  });
}

export async function changeLine(eventId: string, body: ChangeLineSettings): Promise<LineSettings> {
  return await officeApi.patch('/v1/events/{eventId}/line/settings', { path: { eventId }, body });
}
