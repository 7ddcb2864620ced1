import { QueryClient, type QueryClientConfig } from '@tanstack/react-query';
import { isTemporary } from './request.ts';
import { pauseMs } from './retry-pause.ts';

/** The cache of what the server has told. A page never gives up on what may come back by itself. */
export function createQueryClient(
  caches: Pick<QueryClientConfig, 'queryCache' | 'mutationCache'> = {},
): QueryClient {
  return new QueryClient({
    ...caches,
    defaultOptions: {
      queries: {
        staleTime: 1000,
        retry: (_count, error) => isTemporary(error),
        retryDelay: (count, error) => pauseMs(count, error),
      },
    },
  });
}
