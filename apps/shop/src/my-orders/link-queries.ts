import { deliveryApi, type LinkedOrder } from '@onsale/api-client';
import { queryOptions } from '@tanstack/react-query';

/** Has the links to all orders of an address mailed to it. */
export async function requestLinks(email: string, language: string): Promise<void> {
  await deliveryApi.post('/order-links', { body: { email, language } });
}

/** The orders that a link from such a mail leads to. */
export function linkedOrdersQuery(token: string) {
  return queryOptions({
    queryKey: ['order-links', token],
    queryFn: async ({ signal }): Promise<LinkedOrder[]> =>
      (await deliveryApi.post('/order-links/open', { body: { token }, signal })).orders,
    staleTime: Infinity,
  });
}

/** No more messages of this seller to the address that the link was mailed to. */
export async function optOut(token: string): Promise<void> {
  await deliveryApi.post('/opt-outs/{token}', { path: { token } });
}

/** The secret of a link, which browsers send to no server by themselves: what follows the #. */
export function tokenOf(hash: string): string | undefined {
  const token = hash.replace(/^#/, '');
  return /^[\w.~-]{1,200}$/.test(token) ? token : undefined;
}
