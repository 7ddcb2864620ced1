import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '@onsale/contracts';
import type { FastifyInstance } from 'fastify';

export interface ForeignRequestRules {
  /** The address the service listens on. */
  host: string;
  /** Additional host names of a service on a loopback address; `*.` matches any subdomain. */
  allowedHosts?: readonly string[];
  /** Origins of other sites whose pages may use the service. */
  allowedOrigins?: readonly string[];
}

/**
 * Responds 403 to requests that another site's page may have sent from the browser of somebody who
 * can reach this service. A page using DNS rebinding to 127.0.0.1 shows its own name in `Host`; any
 * other page shows itself in `Origin`, and in `Sec-Fetch-Site` where the browser considers the
 * address trustworthy.
 */
export function refuseForeignRequests(app: FastifyInstance, rules: ForeignRequestRules): void {
  const isOurName = isLoopbackAddress(rules.host) ? nameCheck(rules.allowedHosts ?? []) : undefined;
  const origins = new Set(rules.allowedOrigins);
  app.addHook('onRequest', ({ method, headers }, _reply, done) => {
    if (isOurName?.(headers.host ?? '') === false) {
      done(refusal('only requests to localhost, 127.0.0.1 or [::1] are answered'));
    } else if (isForeign(method, headers, origins)) {
      done(refusal('requests from pages of other sites are not answered'));
    } else done();
  });
}

/** Whether an address is reachable only from this machine. */
export function isLoopbackAddress(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
}

// One regular expression for all names, because every request is checked.
function nameCheck(allowed: readonly string[]): (host: string) => boolean {
  const more = allowed.map((name) => {
    const end = RegExp.escape(name.replace(/^\*\./, ''));
    return name.startsWith('*.') ? `[a-z0-9.-]+\\.${end}` : end;
  });
  const names = ['localhost', '127(\\.\\d{1,3}){3}', '\\[::1\\]', ...more].join('|');
  const pattern = new RegExp(`^(${names})(:\\d{1,5})?$`, 'i');
  return (host) => pattern.test(host);
}

function isForeign(
  method: string,
  headers: IncomingHttpHeaders,
  origins: ReadonlySet<string>,
): boolean {
  const { origin, host } = headers;
  if (origin !== undefined) {
    if (origins.has(origin)) return false;
    if (origin.replace(/^https?:\/\//, '') !== host?.toLowerCase()) return true;
  }
  return headers['sec-fetch-site'] === 'cross-site' && method !== 'GET' && method !== 'HEAD';
}

function refusal(message: string): ApiError {
  return new ApiError('FORBIDDEN_HOST', message);
}
