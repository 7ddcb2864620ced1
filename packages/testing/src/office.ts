import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
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
  db: Records;
  process: ServiceProcess;
  /** An API key with these roles. */
  key(grants: KeyGrants): Promise<NewApiKey>;
  /** Somebody with an API key that has these roles. */
  as(grants: KeyGrants): Promise<AskOffice>;
  stop(): Promise<void>;
}

const ACL_FILE = new URL('../../../deploy/redis/office.acl', import.meta.url);
const PASSWORD = 'password-of-the-office';

/**
 * Starts the office with `environment`, an empty shop and no members. It has the rights that it has in
 * a deployment, as a user of Redis and as a role of PostgreSQL; the test itself may do everything.
 */
export async function startOffice(environment: Record<string, string> = {}): Promise<TestOffice> {
  const [redis, postgres] = await Promise.all([
    startRedis({ args: ['--user', ...(await officeUser())] }),
    startPostgres(),
  ]);
  const db = openRecords({ url: postgres.url, name: 'test', onError: () => undefined });
  await setUpRoles(db, { office: PASSWORD });
  await migrateRecords(db);
  const process = startService('office', {
    REDIS_URL: redis.url,
    REDIS_USERNAME: 'office',
    REDIS_PASSWORD: PASSWORD,
    // Not of a form that `URL` reads, because it has a socket instead of a host.
    DATABASE_URL: postgres.url.replace(/\/\/[^@]*@/, `//${OFFICE_ROLE}:${PASSWORD}@`),
    OFFICE_TOKEN: 'token-of-the-office',
    OFFICE_SECRET: randomBytes(32).toString('base64url'),
    ...environment,
  });
  const url = await process.ready();
  await process.logged(({ msg }) => msg === 'the office is open');
  const newKey = async (grants: KeyGrants) =>
    await createApiKey(db, { name: 'test', createdBy: 'test', grants });
  return {
    ...{ url, redis, postgres, db, process },
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

/** The words of the user `office` in a configuration of Redis. */
async function officeUser(): Promise<string[]> {
  const hash = createHash('sha256').update(PASSWORD).digest('hex');
  const line = (await readFile(ACL_FILE, 'utf8')).replace('${OFFICE_PASSWORD_SHA256}', hash);
  return line.trim().split(' ').slice(1);
}
