import { pollEvery } from '@onsale/api-client';
import { infiniteQueryOptions, type keepPreviousData } from '@tanstack/react-query';

/**
 * A list that the office gives page by page; `LoadedPages` shows it. `readPage` puts what it is
 * given into its query: the cursor of the page, or nothing for the first.
 */
export function pagedQuery<Page extends { nextCursor?: string }>({
  queryKey,
  readPage,
  pollMs,
  ...others
}: {
  queryKey: readonly unknown[];
  readPage: (page: { cursor?: string }, signal: AbortSignal) => Promise<Page>;
  /** How often it is asked anew while one looks; never by itself, where it is not given. */
  pollMs?: number;
  /** For lists that are searched: while another search is on its way, the last one stays. */
  placeholderData?: typeof keepPreviousData;
  staleTime?: number;
}) {
  return infiniteQueryOptions({
    ...others,
    queryKey,
    queryFn: ({ signal, pageParam }) =>
      readPage(pageParam === '' ? {} : { cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }: Page) => nextCursor,
    // Whoever has gone further reads what has been; asking anew would ask for every page again.
    refetchInterval: ({ state }) =>
      pollMs === undefined || (state.data?.pages.length ?? 0) > 1
        ? false
        : pollEvery(pollMs)({ state }),
  });
}
