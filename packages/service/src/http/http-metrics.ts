import type { FastifyInstance } from 'fastify';
import { Histogram, type Registry } from '../process/metrics.ts';

/**
 * Counts every response by route and status, with its duration. Must be registered before any
 * route.
 */
export function registerHttpMetrics(app: FastifyInstance, registry: Registry): void {
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time until a response ends, or a stream begins; the route is a pattern, or unknown',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  app.addHook('onRoute', (route) => {
    // The route's pattern, not the path: ids must not become labels.
    const pattern = route.url.replace(/^\/v1(?=\/)/, '');
    route.onResponse = [
      (request, reply, done) => {
        const labels = { method: request.method, route: pattern, status: reply.statusCode };
        durations.observe(labels, reply.elapsedTime / 1000);
        done();
      },
      ...[route.onResponse ?? []].flat(),
    ];
  });
  app.addHook('onResponse', (request, reply, done) => {
    if (request.is404) {
      const labels = { method: 'unknown', route: 'unknown', status: reply.statusCode };
      durations.observe(labels, reply.elapsedTime / 1000);
    }
    done();
  });
}
