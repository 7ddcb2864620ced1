import type { CallOptions } from './client.ts';

/** What was read, and the tag that a change of it must name in `If-Match`. */
export interface Tagged<Data> {
  data: Data;
  etag: string;
}

/**
 * Reads something that may then be changed:
 *
 *     const { data, etag } = await withEtag((options) =>
 *       officeApi.get('/v1/orders/{orderId}', { path: { orderId }, ...options }));
 *     await officeApi.put('/v1/orders/{orderId}/customer', { …, headers: { 'if-match': etag } });
 */
export async function withEtag<Data>(
  read: (options: Pick<CallOptions, 'onHeaders'>) => Promise<Data>,
): Promise<Tagged<Data>> {
  let etag = '';
  const onHeaders = (headers: Headers) => {
    // What nginx compresses on its way, it calls weak; its content is the same.
    etag = headers.get('etag')?.replace(/^W\//, '') ?? '';
  };
  const data = await read({ onHeaders });
  return { data, etag };
}
