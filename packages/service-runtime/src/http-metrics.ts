import type { FastifyInstance } from 'fastify';
import type { Registry } from './metrics.ts';
import { type Tally, TallyHistogram } from './tally-histogram.ts';

/** Counts an answer of one route. */
export type Observe = (status: number, seconds: number) => void;

/**
 * Counts every answer by route and status, with its duration. To be called before any route. Returns
 * what counts the answers that a route gives on another way than Fastify's.
 */
export function registerHttpMetrics(
  app: FastifyInstance,
  registry: Registry,
): (method: string, url: string) => Observe {
  const durations = new TallyHistogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  // One for each answer that a route has given: found by a route's own list, not by its labels.
  const observer = (method: string, route: string): Observe => {
    const byStatus: Tally[] = [];
    return (status, seconds) => {
      byStatus[status] ??= durations.tally({ method, route, status });
      byStatus[status].observe(seconds);
    };
  };
  const observers = new Map<string, Observe>();
  const observerOf = (method: string, url: string): Observe => {
    // The pattern of the route, never the path: an id is no label.
    const pattern = url.replace(/^\/v1(?=\/)/, '');
    const key = `${method} ${pattern}`;
    const observe = observers.get(key) ?? observer(method, pattern);
    observers.set(key, observe);
    return observe;
  };
  app.addHook('onRoute', (route) => {
    const observe = observerOf(String(route.method), route.url);
    const own = route.onResponse ?? [];
    route.onResponse = [
      ...(Array.isArray(own) ? own : [own]),
      (_request, reply, done) => {
        observe(reply.statusCode, reply.elapsedTime / 1000);
        done();
      },
    ];
  });
  const unknown = observer('unknown', 'unknown');
  app.addHook('onResponse', (request, reply, done) => {
    if (request.is404) unknown(reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
  return observerOf;
}
