import { randomBytes } from 'node:crypto';
import {
  createApiKey,
  migrateRecords,
  type NewApiKey,
  OFFICE_ROLE,
  openRecords,
  type Records,
  setUpRoles,
} from '@onsale/records';
import { startPostgres, type TestPostgres } from './postgres-server.ts';
import { startRedis, type TestRedis } from './redis-server.ts';
import { createRedisUser } from './redis-user.ts';
import { type ServiceProcess, startService } from './service-process.ts';

type KeyGrants = Parameters<typeof createApiKey>[1]['grants'];

/** What an API key was answered. */
export interface OfficeAnswer {
  status: number;
  headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into it
  body: any;
}

/** Sends a request to the office, with a JSON body if there is one. */
export type AskOffice = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<OfficeAnswer>;

/** The real office on a Redis and a PostgreSQL of its own. */
export interface TestOffice {
  url: string;
  redis: TestRedis;
  postgres: TestPostgres;
  /** How it reaches them, for another process of it. */
  stores: Readonly<Record<string, string>>;
  db: Records;
  process: ServiceProcess;
  /** An API key with these roles. */
  key(grants: KeyGrants): Promise<NewApiKey>;
  /** Somebody with an API key that has these roles. */
  as(grants: KeyGrants): Promise<AskOffice>;
  stop(): Promise<void>;
}

/** Of the office, at its Redis and its PostgreSQL. */
const PASSWORD = 'password-of-the-office';

/**
 * Starts the office with `environment`, an empty shop and no members. As everywhere else, it may do no more in
 * Redis and in PostgreSQL than it needs.
 */
export async function startOffice(environment: Record<string, string> = {}): Promise<TestOffice> {
  const [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
  const db = openRecords({ url: postgres.url, name: 'test', onError: () => undefined });
  await setUpRoles(db, { office: PASSWORD });
  await Promise.all([
    migrateRecords(db),
    createRedisUser(redis, { user: 'office', password: PASSWORD }),
  ]);
  const stores = {
    ...{ REDIS_URL: redis.url, REDIS_USERNAME: 'office', REDIS_PASSWORD: PASSWORD },
    DATABASE_URL: postgres.urlAs(OFFICE_ROLE, PASSWORD),
  };
  const process = startService('office', {
    ...stores,
    OFFICE_TOKEN: 'token-of-the-office',
    OFFICE_SECRET: randomBytes(32).toString('base64url'),
    ...environment,
  });
  const url = await process.ready();
  await process.logged(({ msg }) => msg === 'the office is open');
  const newKey = async (grants: KeyGrants) =>
    await createApiKey(db, { name: 'test', createdBy: 'test', grants });
  return {
    ...{ url, redis, postgres, stores, db, process },
    key: newKey,
    async as(grants) {
      const key = await newKey(grants);
      return async (method, path, body, headers = {}) => {
        const response = await fetch(`${url}${path}`, {
          method,
          headers: {
            authorization: `Bearer ${key.secret}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        const isJson = response.headers.get('content-type')?.includes('json') === true;
        const { status, headers: answered } = response;
        return { status, headers: answered, body: isJson ? JSON.parse(text) : text };
      };
    },
    async stop() {
      await process.stop();
      await db.destroy();
      await Promise.all([redis.stop(), postgres.stop()]);
    },
  };
}
