import { ApiError, createQueryClient } from '@onsale/api-client';
import { MutationCache, QueryCache, type QueryClient } from '@tanstack/react-query';

/** Who is signed in; `use-me.ts`. */
export const ME_KEY = ['me'] as const;

/** The cache of what the office has told. */
export const queryClient: QueryClient = createQueryClient({
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => {
      if (queryKey[0] !== ME_KEY[0]) noticeEnd(error);
    },
  }),
  mutationCache: new MutationCache({ onError: noticeEnd }),
});

// A session may end at any moment: whoever is told so first has the console ask who is there.
function noticeEnd(error: Error): void {
  if (error instanceof ApiError && error.status === 401) {
    void queryClient.invalidateQueries({ queryKey: ME_KEY });
  }
}
