import { officeApi } from '@onsale/api-client';
import { queryOptions } from '@tanstack/react-query';

/** All versions of the terms, the newest first. */
export const termsQuery = queryOptions({
  queryKey: ['seller-terms'],
  queryFn: ({ signal }) => officeApi.get('/v1/seller/terms', { signal }),
});
