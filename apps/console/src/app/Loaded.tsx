import { Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { BrokenPage } from './BrokenPage.tsx';
import { m } from './texts.ts';

/**
 * What a query has told, drawn by `children`; before that a place that waits, and if it never will, the reason.
 * While it is only old, what it told last stays.
 *
 *     <Loaded query={order}>{(order) => <h1>{order.customer.name}</h1>}</Loaded>
 */
export function Loaded<Data>({
  query,
  children,
}: {
  query: Pick<UseQueryResult<Data>, 'data' | 'error'>;
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) return <BrokenPage error={query.error} />;
  return (
    <Stack role="status" aria-label={m.app_loading()} gap="sm">
      <Skeleton height={28} width="40%" />
      <Skeleton height={90} />
      <Skeleton height={90} />
    </Stack>
  );
}
