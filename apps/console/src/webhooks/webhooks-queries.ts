import { officeApi, pollEvery } from '@onsale/api-client';
import { queryOptions } from '@tanstack/react-query';
import { pagedQuery } from '../app/paged-query.ts';
import type { LogSearch } from './routes.ts';

/** What is sent is tried, and taken, without anybody's doing. */
const LOOK_MS = 3000;

/** All that is known of webhooks; to be asked anew after any change. */
export const WEBHOOKS_KEY = ['webhooks'] as const;

export const endpointsQuery = queryOptions({
  queryKey: [...WEBHOOKS_KEY, 'list'],
  queryFn: ({ signal }) => officeApi.get('/v1/webhook-endpoints', { signal }),
  refetchInterval: pollEvery(10_000),
});

export const endpointQuery = (endpointId: string) =>
  queryOptions({
    queryKey: [...WEBHOOKS_KEY, 'one', endpointId],
    queryFn: ({ signal }) =>
      officeApi.get('/v1/webhook-endpoints/{endpointId}', { path: { endpointId }, signal }),
    refetchInterval: pollEvery(LOOK_MS),
  });

export const deliveriesQuery = (endpointId: string, search: LogSearch) =>
  pagedQuery({
    queryKey: [...WEBHOOKS_KEY, 'deliveries', endpointId, search],
    readPage: (page, signal) =>
      officeApi.get('/v1/webhook-endpoints/{endpointId}/deliveries', {
        path: { endpointId },
        query: { ...search, ...page },
        signal,
      }),
    pollMs: LOOK_MS,
  });

export const deliveryQuery = (endpointId: string, deliveryId: string) =>
  queryOptions({
    queryKey: [...WEBHOOKS_KEY, 'delivery', endpointId, deliveryId],
    queryFn: ({ signal }) =>
      officeApi.get('/v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}', {
        path: { endpointId, deliveryId },
        signal,
      }),
    refetchInterval: pollEvery(LOOK_MS),
  });
