import type { UseQueryResult } from '@tanstack/react-query';
import { ApiError } from './request.ts';
import { pauseMs } from './retry-pause.ts';

/** Why something is not fresh, while it is being tried again. */
export interface Trouble {
  kind: 'offline' | 'busy' | 'paused' | 'unreachable';
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
    kind: troubleKindOf(reason),
    nextTryAtMs: Date.now() + pauseMs(failureCount - 1, reason),
  };
}

/** What stands in the way of what is tried again in so many ms. */
export function troubleWith(error: unknown, waitMs: number): Trouble {
  const isOffline = typeof navigator === 'object' && !(navigator.onLine ?? true);
  return { kind: isOffline ? 'offline' : troubleKindOf(error), nextTryAtMs: Date.now() + waitMs };
}

/** Somebody has to put the data of the shop right: it is there, and sells nothing. */
const PAUSED = new Set(['DATA_LOST', 'DATA_SET_BACK', 'REDIS_UNSAFE']);

/** What an answer that is not final says of the shop. */
export function troubleKindOf(reason: unknown): 'busy' | 'paused' | 'unreachable' {
  if (!(reason instanceof ApiError)) return 'unreachable';
  if (PAUSED.has(reason.code)) return 'paused';
  return reason.code === 'OVERLOADED' ? 'busy' : 'unreachable';
}
