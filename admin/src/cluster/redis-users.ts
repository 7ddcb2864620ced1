import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The rules of one Redis user: one line of an ACL file, with a placeholder for the password's hash.
 */
export interface RedisUser {
  name: string;
  rules: string;
  /** All others are off, or may only use `PING`. */
  hasPassword: boolean;
}

/**
 * All users, from the `*.acl` files of a folder. Redis tries a user's key patterns in order, for every
 * key of every command, so those of orders come first.
 */
export function readUsers(folder: string): RedisUser[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.acl'));
  return files.sort().map((file) => {
    const name = file.replace('.acl', '');
    const rules = readFileSync(join(folder, file), 'utf8').trim();
    return { name, rules, hasPassword: rules.includes(placeholder(name)) };
  });
}

/** The ACL file of a Redis. Throws if a user has no password here. */
export function renderUsers(
  users: readonly RedisUser[],
  passwords: Readonly<Record<string, string>>,
): string {
  const lines = users.map(({ name, rules, hasPassword }) => {
    if (!hasPassword) return rules;
    const password = passwords[name];
    if (password === undefined) throw new Error(`the Redis user ${name} has no password`);
    return rules.replace(placeholder(name), hashPassword(password));
  });
  return `${lines.join('\n')}\n`;
}

/** What an ACL file has instead of the password. */
export function hashPassword(password: string): string {
  return createHash('sha256').update(password).digest('hex');
}

const placeholder = (user: string): string =>
  `\${${user.toUpperCase().replaceAll('-', '_')}_PASSWORD_SHA256}`;
