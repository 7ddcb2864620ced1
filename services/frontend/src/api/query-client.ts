import { QueryClient } from '@tanstack/react-query';

/** The cache of everything that the server has told. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { staleTime: 1000, refetchOnWindowFocus: true } },
  });
}
