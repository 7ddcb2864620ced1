import {
  ApiError,
  officeApi,
  pollEvery,
  type RehearsalList,
  type RehearsalRequest,
  type RehearsalRun,
} from '@onsale/api-client';
import { queryOptions } from '@tanstack/react-query';

/** It is watched. */
const RUNNING_MS = 1000;
const QUIET_MS = 10_000;

export const REHEARSALS_KEY = ['rehearsals'] as const;

/** How far a rehearsal is, and the reports; or that nobody is there who could play one. */
export interface Rehearsals extends Partial<RehearsalList> {
  missing?: 'NO_GENERATOR' | 'GENERATOR_UNAVAILABLE';
}

export const rehearsalsQuery = queryOptions({
  queryKey: [...REHEARSALS_KEY, 'list'],
  queryFn: async ({ signal }): Promise<Rehearsals> => {
    try {
      return await officeApi.get('/v1/rehearsals', { signal });
    } catch (error) {
      const { code } = error instanceof ApiError ? error : { code: '' };
      // That is no trouble of the office, which is what would be said of it.
      if (code === 'NO_GENERATOR' || code === 'GENERATOR_UNAVAILABLE') return { missing: code };
      throw error;
    }
  },
  refetchInterval: (query) => {
    const isRunning = query.state.data?.run?.state === 'running';
    return pollEvery(isRunning ? RUNNING_MS : QUIET_MS)(query);
  },
});

export const reportQuery = (runId: string) =>
  queryOptions({
    queryKey: [...REHEARSALS_KEY, 'report', runId],
    queryFn: ({ signal }) => officeApi.get('/v1/rehearsals/{runId}', { path: { runId }, signal }),
    staleTime: Infinity,
  });

export async function startRehearsal(body: RehearsalRequest): Promise<RehearsalRun> {
  return await officeApi.post('/v1/rehearsals', { body });
}

export async function stopRehearsal(): Promise<RehearsalRun> {
  return await officeApi.post('/v1/rehearsals/stop');
}
