import type { UseQueryResult } from '@tanstack/react-query';
import { pauseMs } from './query-client.ts';
import { ApiError } from './request.ts';

/** Why something is not fresh, while it is being tried again. */
export interface Trouble {
  kind: 'offline' | 'busy' | 'unreachable';
  nextTryAtMs: number;
}

/** What stands in the way of a query that has not given up; undefined when all is well. */
export function troubleOf(
  query: Pick<UseQueryResult, 'fetchStatus' | 'failureCount' | 'failureReason' | 'isError'>,
): Trouble | undefined {
  if (query.fetchStatus === 'paused') return { kind: 'offline', nextTryAtMs: 0 };
  if (query.failureCount === 0 || query.isError) return undefined;
  const { failureReason: reason, failureCount } = query;
  return {
    kind: reason instanceof ApiError && reason.code === 'OVERLOADED' ? 'busy' : 'unreachable',
    nextTryAtMs: Date.now() + pauseMs(failureCount - 1, reason),
  };
}
