import { hash } from 'node:crypto';
import type { RedisConnection } from './connection.ts';
import { RedisConnectionError } from './errors.ts';
import { loadScript, runScript } from './script.ts';

/** Counting must never delay a request: after this, it goes on without the count. */
const COUNT_TIMEOUT_MS = 100;

/** String: requests of one client in the current window. */
const countKey = (client: string): string => `{requests}:${client}`;

// Addresses are personal data, so they are not stored.
const hidden = (client: string): string => hash('sha256', client, 'base64url').slice(0, 22);

const countScript = loadScript(new URL('./count-requests.lua', import.meta.url));

/** A client's count after a request was counted. */
export interface RequestCount {
  /** Requests in the current window, including this one. */
  requests: number;
  endsInMs: number;
}

/**
 * Counts one more request, or one less, for each of these clients, in windows shared by all
 * processes. Resolves with one count for each, in the same order. Rejects when Redis is unreachable
 * or slow.
 */
export async function countRequests(
  redis: Pick<RedisConnection, 'command' | 'isReady'>,
  changes: readonly { client: string; change: 1 | -1 }[],
  windowMs: number,
): Promise<RequestCount[]> {
  if (!redis.isReady()) throw new RedisConnectionError('Redis cannot be reached');
  const names = [...new Set(changes.map(({ client }) => client))];
  const [first = '', ...others] = names.map((client) => countKey(hidden(client)));
  const places = new Map(names.map((client, i) => [client, String(i + 1)]));
  const args = [String(windowMs)];
  for (const { client, change } of changes) args.push(places.get(client) ?? '', String(change));
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => timeout.reject(new RedisConnectionError('Redis did not answer in time')),
    COUNT_TIMEOUT_MS,
  );
  try {
    const counted = runScript(redis, countScript, { keys: [first, ...others], args });
    const counts = (await Promise.race([counted, timeout.promise])) as [number, number][];
    return counts.map(([requests, endsInMs]) => ({ requests, endsInMs }));
  } finally {
    clearTimeout(timer);
  }
}
