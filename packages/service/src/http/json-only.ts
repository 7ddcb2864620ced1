import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '@onsale/contracts';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the JSON body of this route may be left out. */
    bodyOptional?: boolean;
  }
}

const JSON_IN_UTF8 = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?;?\s*$/i;
/** Methods that a web page may send elsewhere, or that have a body. */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/**
 * Takes bodies of JSON in UTF-8 and refuses all others, also for a request whose body is empty: a page
 * of another site can't send that type without being asked for permission first.
 */
export function acceptOnlyJson(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (![route.method].flat().some((method) => WITH_BODY.has(method))) return;
    route.preParsing = [
      (request, _reply, _payload, done) => done(unsupported(request.headers)),
      ...[route.preParsing ?? []].flat(),
    ];
  });
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request, bytes, done) => {
      const { schema, config } = request.routeOptions;
      if (bytes.length === 0 && (schema?.body === undefined || config.bodyOptional === true)) {
        done(null);
        return;
      }
      // A byte that is not UTF-8 would become another character without a word.
      if (isUtf8(bytes)) void parse(request, bytes.toString(), done);
      else done(new ApiError('INVALID_JSON', 'the body is not valid UTF-8'));
    },
  );
}

function unsupported(headers: IncomingHttpHeaders): ApiError | undefined {
  const type = headers['content-type'];
  if (type !== 'application/json' && !JSON_IN_UTF8.test(type ?? '')) {
    const message = 'the content type must be application/json, in UTF-8';
    return new ApiError('UNSUPPORTED_MEDIA_TYPE', message);
  }
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return new ApiError('UNSUPPORTED_MEDIA_TYPE', 'the body must not be compressed');
  }
  return undefined;
}
