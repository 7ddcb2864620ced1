import { fileURLToPath } from 'node:url';
import { type RedisUser, readUsers, renderUsers } from '../../admin/src/cluster/redis-users.ts';

export { hashPassword } from '../../admin/src/cluster/redis-users.ts';

const folder = fileURLToPath(new URL('../redis', import.meta.url));

/** All users of Redis, from `deploy/redis/*.acl`. */
export function readRedisUsers(): RedisUser[] {
  return readUsers(folder);
}

/** The ACL file of a Redis with these users. Throws if one of them has no password here. */
export function renderAclFile(passwords: Readonly<Record<string, string>>): string {
  return renderUsers(readRedisUsers(), passwords);
}
