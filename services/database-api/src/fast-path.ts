import { redisCrud } from '@onsale/contracts';
import type { HttpServer } from '@onsale/service-runtime';
import { tokenCheck } from './door.ts';
import type { EntryReader } from './entry-reader.ts';
import type { RequestLimit } from './request-limit.ts';
import { ASK_AGAIN, showEntry, toStoredEntry } from './stored-entry.ts';

/**
 * Takes `GET /redis/{key}` past Fastify, with the answers of its route: to be routed and hooked costs
 * as much as the reading. Without a token who may come in is looked at on the ordinary way.
 */
export function openFastPath(
  scope: HttpServer,
  options: { token: string | undefined; limit: RequestLimit; reader: EntryReader },
): void {
  const { token, limit, reader } = options;
  if (token === undefined) return;
  const check = tokenCheck(token);
  const pattern = scope.prefix + redisCrud.readEntry.url;
  const nameFrom = pattern.indexOf(':');
  scope.fastPath.add({
    method: 'GET',
    pattern,
    handle: (exchange) => {
      const { headers, socket, url = '' } = exchange.request;
      const key = plainKey(url.slice(nameFrom));
      if (key === undefined || headers['if-none-match'] !== undefined) return false;
      if (check(headers.authorization) !== 'right' || !limit.begin(exchange, socket)) return false;
      const refuse = (error: unknown) => {
        limit.end(exchange, socket);
        exchange.refuse(error as Error);
      };
      reader
        .read(key)
        .then((found) => {
          const entry = toStoredEntry(key, found);
          limit.end(exchange, socket);
          exchange.answer(200, ['etag', entry.etag, 'cache-control', ASK_AGAIN], showEntry(entry));
        })
        .catch(refuse);
      return true;
    },
  });
}

// Most keys: letters, digits and some marks, of which a colon and a slash may come escaped.
function plainKey(part: string): string | undefined {
  if (!/^(?:[\w.:~-]|%3[Aa]|%2[Ff]){1,512}$/.test(part)) return undefined;
  return part.includes('%') ? decodeURIComponent(part) : part;
}
