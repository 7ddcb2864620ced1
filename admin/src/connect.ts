import { connectRedis, type RedisConnection } from '@onsale/redis';
import { createLogger } from '@onsale/service';
import type { AdminConfig } from './config.ts';

/** Redis did not respond in time; the cause was written to stderr. */
export class UnreachableError extends Error {}

/** Connects for one command. Throws `UnreachableError` after `CONNECT_TIMEOUT_MS`. */
export async function connect(config: AdminConfig): Promise<RedisConnection> {
  // For human readers: the messages of the log without the JSON.
  const destination = {
    write: (line: string) => {
      process.stderr.write(`${(JSON.parse(line) as { msg: string }).msg}\n`);
    },
  };
  const logger = createLogger({ service: 'admin', instance: 'admin', level: 'warn', destination });
  const signal = AbortSignal.timeout(config.CONNECT_TIMEOUT_MS);
  try {
    return await connectRedis(config, { logger, name: 'admin', signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new UnreachableError(
      `gave up after ${config.CONNECT_TIMEOUT_MS} ms; is REDIS_URL (or REDIS_HOST) right?`,
    );
  }
}
