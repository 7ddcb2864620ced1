import { Button, Center, Stack } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Loaded } from './Loaded.tsx';
import { m } from './texts.ts';

/** The items of a `pagedQuery` as `children` draws them, as far as they were asked for, and the button for more. */
export function LoadedPages<Item>({
  query,
  empty,
  children,
}: {
  query: UseInfiniteQueryResult<InfiniteData<{ items: Item[] }>>;
  /** In the place of a list that has nothing. */
  empty: ReactNode;
  children: (items: Item[]) => ReactNode;
}) {
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        return (
          <Stack gap="sm" aria-busy={query.isPlaceholderData}>
            {items.length === 0 ? empty : children(items)}
            {query.hasNextPage ? (
              <Center>
                <Button
                  variant="default"
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {m.app_more_items()}
                </Button>
              </Center>
            ) : null}
          </Stack>
        );
      }}
    </Loaded>
  );
}
