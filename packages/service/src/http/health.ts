import type { OpenApiDocument } from '@onsale/contracts';
import type { FastifyInstance } from 'fastify';
import type { Registry } from '../process/metrics.ts';

/** Why a process can't serve now; empty when it can. */
export type Readiness = () => readonly string[];

/**
 * The routes every service has: `/livez` (only that the event loop responds), `/readyz` (503 with
 * reasons while something is missing or the process drains; `warnings` lists dangers that do not
 * prevent serving), `/metrics` (Prometheus) and `/openapi.json`.
 */
export function registerHealthRoutes(
  app: FastifyInstance,
  options: {
    readiness: Readiness;
    warnings?: Readiness | undefined;
    registry: Registry;
    openApi?: () => OpenApiDocument;
  },
): void {
  app.get('/livez', { logLevel: 'warn' }, async () => ({ status: 'alive' }));
  app.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    const reasons = options.readiness();
    if (reasons.length > 0) void reply.code(503);
    const warnings = options.warnings?.() ?? [];
    return {
      ...(reasons.length > 0 ? { status: 'not ready', reasons } : { status: 'ready' }),
      ...(warnings.length > 0 ? { warnings } : {}),
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
