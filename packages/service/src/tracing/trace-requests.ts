import type { onRequestHookHandler, onResponseHookHandler } from 'fastify';
import type { HttpServer } from '../http/http-server.ts';
import type { Span, Tracing } from './tracing.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The step of a trace that this request is; only where its trace is recorded. */
    span: Span | undefined;
  }
}

/**
 * Makes every request to the routes that are registered from now on a step of the trace that its header
 * `traceparent` names, or of a new one.
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
