import type { onRequestHookHandler, onResponseHookHandler } from 'fastify';
import type { HttpServer } from '../http/http-server.ts';
import type { Span, Tracing } from './tracing.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The span of this request; only if its trace is sampled. */
    span: Span | undefined;
  }
}

/**
 * Creates a span for every request to the routes registered from now on, in the trace named by its
 * `traceparent` header or in a new one.
 */
export function traceRequests(app: HttpServer, tracing: Tracing): void {
  app.decorateRequest('span', undefined);
  app.addHook('onRoute', (route) => {
    const { url } = route;
    const onRequest: onRequestHookHandler = (request, _reply, done) => {
      const { traceparent } = request.headers;
      const parent = typeof traceparent === 'string' ? traceparent : undefined;
      request.span = tracing.start(`${request.method} ${url}`, { kind: 'server', parent });
      done();
    };
    const onResponse: onResponseHookHandler = (request, reply, done) => {
      request.span?.end({
        'http.request.method': request.method,
        'http.route': url,
        'http.response.status_code': reply.statusCode,
        'onsale.request_id': request.id,
      });
      done();
    };
    route.onRequest = [onRequest, ...[route.onRequest ?? []].flat()];
    route.onResponse = [onResponse, ...[route.onResponse ?? []].flat()];
  });
}
