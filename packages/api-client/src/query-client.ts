import { QueryClient } from '@tanstack/react-query';
import { ApiError, isTemporary } from './request.ts';
import { withJitter } from './with-jitter.ts';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 8000;

/** The cache of what the server has told. A page never gives up on what may come back by itself. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 1000,
        retry: (_count, error) => isTemporary(error),
        retryDelay: (count, error) => pauseMs(count, error),
      },
    },
  });
}

/** How long to wait before the next try: about what the server asks for, else longer each time. */
export function pauseMs(failedBefore: number, error: unknown): number {
  if (error instanceof ApiError && error.retryAfterS !== undefined) {
    return withJitter(Math.max(FIRST_PAUSE_MS, error.retryAfterS * 1000));
  }
  return withJitter(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failedBefore));
}
