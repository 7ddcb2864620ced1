import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { ApiError } from '@onsale/contracts';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the JSON body of this route may be omitted. */
    bodyOptional?: boolean;
    /** Whether this route reads other bodies than JSON, and refuses what pages of other sites send itself. */
    acceptsForms?: boolean;
  }
}

const JSON_IN_UTF8 = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?;?\s*$/i;
/** Methods that have a body or that web pages may send across sites. */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);
/** Methods of which nobody reads a body. */
const BODYLESS = new Set(['GET', 'HEAD']);

/**
 * Accepts only UTF-8 JSON bodies, and requires that content type even for an empty body: other
 * sites' pages can't send it without a preflight request.
 */
export function acceptOnlyJson(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const methods = [route.method].flat();
    if (methods.every((method) => BODYLESS.has(method))) return;
    const isJson =
      methods.some((method) => WITH_BODY.has(method)) && route.config?.acceptsForms !== true;
    route.preParsing = [
      (request, _reply, payload, done) => {
        const error = isJson ? unsupported(request.headers) : undefined;
        if (error !== undefined) done(error);
        else done(null, announcesBody(request.headers) ? payload : Readable.from([]));
      },
      ...[route.preParsing ?? []].flat(),
    ];
  });
  // A path that does not exist has no route, and waits for a body all the same.
  app.addHook('preParsing', (request, _reply, payload, done) => {
    const isEmpty = request.is404 && !announcesBody(request.headers);
    done(null, isEmpty ? Readable.from([]) : payload);
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
      // Invalid UTF-8 would silently become other characters.
      if (isUtf8(bytes)) void parse(request, bytes.toString(), done);
      else done(new ApiError('INVALID_JSON', 'the body is not valid UTF-8'));
    },
  );
}

// Without either, the stream of the request never comes to an end (`optimizeEmptyRequests`).
function announcesBody(headers: IncomingHttpHeaders): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
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
