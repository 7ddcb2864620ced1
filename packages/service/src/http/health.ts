import type { OpenApiDocument } from '@onsale/contracts';
import type { FastifyInstance } from 'fastify';
import type { Registry } from '../process/metrics.ts';

/** Sentences that say what is wrong; empty when nothing is. */
export type Reasons = () => readonly string[];

/** What decides on `/readyz`. */
export interface Readiness {
  /**
   * What the process needs, such as Redis and its data. It is not ready until all of that was there
   * once. Later, an outage that concerns every process must not leave a client without any: the
   * process stays ready, answers 503 with `Retry-After`, and names the reasons as warnings.
   */
  obstacles: Reasons;
  /** What is wrong with this process alone, so that others can serve: it is not ready. */
  faults: Reasons;
  /** Dangers that do not prevent serving. */
  warnings?: Reasons | undefined;
}

/**
 * The routes every service has: `/livez` (only that the event loop responds), `/readyz` (200 or 503,
 * with reasons and warnings), `/metrics` (Prometheus) and `/openapi.json`.
 */
export function registerHealthRoutes(
  app: FastifyInstance,
  options: {
    readiness: Readiness;
    registry: Registry;
    openApi?: () => OpenApiDocument;
  },
): void {
  const { obstacles, faults, warnings } = options.readiness;
  let wasReady = false;
  app.get('/livez', { logLevel: 'warn' }, async () => ({ status: 'alive' }));
  app.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    const [missing, wrong] = [obstacles(), faults()];
    wasReady ||= missing.length + wrong.length === 0;
    const reasons = wasReady ? wrong : [...wrong, ...missing];
    const toldOnly = [...(wasReady ? missing : []), ...(warnings?.() ?? [])];
    if (reasons.length > 0) void reply.code(503);
    return {
      ...(reasons.length > 0 ? { status: 'not ready', reasons } : { status: 'ready' }),
      ...(toldOnly.length > 0 ? { warnings: toldOnly } : {}),
    };
  });
  app.get('/metrics', { logLevel: 'warn' }, async (_request, reply) => {
    void reply.type(options.registry.contentType);
    return await options.registry.metrics();
  });
  const { openApi } = options;
  if (openApi === undefined) return;
  let document: OpenApiDocument | undefined;
  app.get('/openapi.json', { logLevel: 'warn' }, async () => (document ??= openApi()));
}
