import { hash } from 'node:crypto';
import type { RedisConnection } from './connection.ts';
import { loadScript, runScript } from './script.ts';

/** Counting must never hold up a request: what Redis has not said by then is not waited for. */
const COUNT_TIMEOUT_MS = 100;

/** String: requests of one client in the present window. */
const countKey = (client: string): string => `{requests}:${client}`;

// An address is personal, so it is not stored.
const hidden = (client: string): string => hash('sha256', client, 'base64url').slice(0, 22);

const countScript = loadScript(new URL('./count-request.lua', import.meta.url));

/**
 * Counts one more request of a client in a window that all processes share, and says how many there
 * are and when the window ends. Rejects when Redis is away or slow.
 */
export async function countRequest(
  redis: Pick<RedisConnection, 'command' | 'isReady'>,
  client: string,
  windowMs: number,
): Promise<{ current: number; ttl: number }> {
  if (!redis.isReady()) throw new Error('Redis cannot be reached');
  const key = countKey(hidden(client));
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => timeout.reject(new Error('Redis did not answer in time')),
    COUNT_TIMEOUT_MS,
  );
  try {
    const counted = runScript(redis, countScript, { keys: [key], args: [String(windowMs)] });
    const [current, ttl] = (await Promise.race([counted, timeout.promise])) as [number, number];
    return { current, ttl };
  } finally {
    clearTimeout(timer);
  }
}
