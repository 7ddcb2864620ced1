import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { TestRedis } from './redis-server.ts';

/** Adds a user of `deploy/redis`, as a deployment does. */
export async function createRedisUser(
  redis: TestRedis,
  { user, password }: { user: string; password: string },
): Promise<void> {
  const file = new URL(`../../../deploy/redis/${user}.acl`, import.meta.url);
  const hash = createHash('sha256').update(password).digest('hex');
  const [, name = '', ...rules] = (await readFile(file, 'utf8'))
    .replace(/\$\{[A-Z_]+_PASSWORD_SHA256\}/, hash)
    .trim()
    .split(' ');
  await redis.command('ACL', 'SETUSER', name, 'reset', ...rules);
}
