import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type ServiceProcess, startRedis, startService, type TestRedis } from '@onsale/testing';
import type { Scale } from './benchmark.ts';
import { type Core, pin } from './pin.ts';

/** Two ticket types that no benchmark can sell out. */
export const CATALOG_FILE = fileURLToPath(new URL('../../catalog.yaml', import.meta.url));

/** What `npm start` sells. */
export const SHOP_CATALOG_FILE = fileURLToPath(new URL('../../../catalog.yaml', import.meta.url));

/** A Redis with production settings, on the core of everything that is not measured. */
export async function startBenchRedis({ fsync }: Pick<Scale, 'fsync'>): Promise<TestRedis> {
  const redis = await startRedis({
    args: [
      ...['--appendfsync', fsync],
      ...['--hash-max-listpack-value', '512', '--stream-node-max-entries', '25'],
      // No rewrite of the append-only file in the middle of a round.
      ...['--auto-aof-rewrite-percentage', '0'],
    ],
  });
  pin(redis.pid, 'rest');
  return redis;
}

export interface BenchService extends ServiceProcess {
  /** Address of the service. */
  address: string;
}

/** Starts a service and waits until it is ready. */
export async function startReady(
  service: string,
  options: { core: Core; environment: Record<string, string> },
): Promise<BenchService> {
  // Its log is read here, on the core of the load. The servers that it is compared with have none.
  const environment = { LOG_ORDERS: 'off', ...options.environment };
  const started = startPinned(service, { ...options, environment });
  return { ...started, address: await started.ready() };
}

/** Starts a service on a core. Callers that need no url may leave its log `unread`. */
export function startPinned(
  service: string,
  options: { core: Core; environment: Record<string, string>; unread?: boolean },
): ServiceProcess {
  const environment = {
    CATALOG_FILE,
    MAX_BACKLOG: '100000000',
    // The load keeps its connections forever, and so do the servers that it is compared with.
    MAX_REQUESTS_PER_SOCKET: '0',
    ...options.environment,
  };
  const started = startService(service, environment, { unread: options.unread ?? false });
  pin(started.pid, options.core);
  return started;
}

/** Creates the user of `deploy/redis/database-api.acl`; returns how the service logs in. */
export async function createDatabaseApiUser(redis: TestRedis): Promise<Record<string, string>> {
  const { username, password } = await createDeployedUser(redis, 'database-api');
  return { REDIS_USERNAME: username, REDIS_PASSWORD: password };
}

/** Creates a user with its rules of a deployment, from `deploy/redis/NAME.acl`. */
export async function createDeployedUser(
  redis: TestRedis,
  name: string,
): Promise<{ username: string; password: string }> {
  const password = 'bench';
  const file = new URL(`../../../deploy/redis/${name}.acl`, import.meta.url);
  const digest = createHash('sha256').update(password).digest('hex');
  const line = (await readFile(file, 'utf8')).replace(/\$\{\w+_PASSWORD_SHA256\}/, digest);
  const [, username = '', ...rules] = line.trim().split(' ');
  await redis.command('ACL', 'SETUSER', username, 'reset', ...rules);
  return { username, password };
}
