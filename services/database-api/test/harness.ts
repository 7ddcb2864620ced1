import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connectRedis, type RedisConnection } from '@onsale/redis';
import { createLogger, createRegistry, type HttpServer, loadConfig } from '@onsale/service';
import { startRedis, type TestRedis } from '@onsale/testing';
import { buildApp } from '../src/app.ts';
import { DatabaseApiConfig } from '../src/config.ts';
import { Entries } from '../src/entries.ts';

export const REDIS_USER = 'database-api';
export const REDIS_PASSWORD = 'only-for-tests';

export interface TestService {
  redis: TestRedis;
  /** Logged in as the service's user. */
  connection: RedisConnection;
  app: HttpServer;
  stop(): Promise<void>;
}

/** The service in this process, as the restricted user of its own Redis. */
export async function startTestService(
  environment: Record<string, string> = {},
): Promise<TestService> {
  const redis = await startRedis();
  await createDatabaseApiUser(redis);
  const config = loadConfig(DatabaseApiConfig, {
    REDIS_URL: redis.url,
    REDIS_USERNAME: REDIS_USER,
    REDIS_PASSWORD,
    ...environment,
  });
  const logger = createLogger({ service: 'database-api', instance: 'test', level: 'silent' });
  const connection = await connectRedis(config, { logger, name: 'test' });
  const entries = new Entries();
  entries.open(connection);
  const registry = createRegistry('database-api');
  const app = buildApp(config, { logger, isDraining: () => false, entries, registry });
  return {
    redis,
    connection,
    app,
    stop: async () => {
      await app.close();
      await connection.close();
      await redis.stop();
    },
  };
}

/** Creates the user of `deploy/redis/database-api.acl`, as a deployment does. */
export async function createDatabaseApiUser(redis: TestRedis): Promise<void> {
  const file = new URL('../../../deploy/redis/database-api.acl', import.meta.url);
  const hash = createHash('sha256').update(REDIS_PASSWORD).digest('hex');
  const rules = (await readFile(file, 'utf8'))
    .replace('${DATABASE_API_PASSWORD_SHA256}', hash)
    .trim()
    .split(' ');
  const [keyword, name = '', ...rest] = rules;
  if (keyword !== 'user') throw new Error('the file must define a user');
  await redis.command('ACL', 'SETUSER', name, 'reset', ...rest);
}
