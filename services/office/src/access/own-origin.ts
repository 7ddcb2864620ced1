import { ApiError } from '@onsale/contracts';
import type { FastifyRequest } from 'fastify';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Throws `ApiError` 403 unless a change comes from a page of the console: browsers send the cookie of a
 * session with what the pages of other sites, or the shop on another port, make them send.
 */
export function requireOwnOrigin(request: FastifyRequest, consoleUrl: string): void {
  if (READS.has(request.method)) return;
  const { origin } = new URL(consoleUrl);
  if (request.headers.origin === origin) return;
  throw new ApiError('FORBIDDEN_HOST', `only pages of ${origin} may make changes`);
}
