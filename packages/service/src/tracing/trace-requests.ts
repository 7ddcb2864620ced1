import type { HttpServer } from '../http/http-server.ts';
import type { Span, Tracing } from './tracing.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The step of a trace that this request is; only where traces are recorded. */
    span: Span | undefined;
  }
}

/** Makes every request a step of the trace that its header `traceparent` names, or of a new one. */
export function traceRequests(app: HttpServer, tracing: Tracing): void {
  app.decorateRequest('span', undefined);
  app.addHook('onRequest', (request, _reply, done) => {
    const { url } = request.routeOptions;
    // Probes and scrapes are no clicks.
    if (url === undefined || UNTRACED.has(url)) {
      done();
      return;
    }
    const { traceparent } = request.headers;
    const parent = typeof traceparent === 'string' ? traceparent : undefined;
    request.span = tracing.start(`${request.method} ${url}`, { kind: 'server', parent });
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    request.span?.end({
      'http.request.method': request.method,
      'http.route': request.routeOptions.url ?? '',
      'http.response.status_code': reply.statusCode,
      'onsale.request_id': request.id,
    });
    done();
  });
}

const UNTRACED = new Set(['/livez', '/readyz', '/metrics', '/openapi.json']);
