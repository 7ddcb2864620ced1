import type { Redis } from './connection.ts';
import { readInfo } from './read-info.ts';

/** The first version with functions and sharded channels. */
const LEAST_VERSION = '7.0';

/**
 * The first release of each line without the security holes that were known in November 2026, among
 * them CVE-2025-49844 (code execution by a script), CVE-2026-23479 (by a blocked client) and
 * CVE-2026-81934 (over TLS). Redis 8.0 gets no fixes any more. What Debian and Ubuntu call 7.0.15 has
 * their own patches.
 */
const FIRST_SOUND: Record<'Redis' | 'Valkey', readonly string[]> = {
  Redis: ['7.0.15', '7.2.16', '7.4.11', '8.2.9', '8.4.6', '8.6.6', '8.8.2', '8.10.1'],
  Valkey: ['7.2.14', '8.0.10', '8.1.9', '9.0.5', '9.1.1'],
};

/** This Redis lacks commands that everything here needs. */
export class RedisTooOldError extends Error {
  constructor(version: string) {
    super(`Redis ${version} is too old: ${LEAST_VERSION} or newer is required`);
    this.name = 'RedisTooOldError';
  }
}

/**
 * Checks the version of every node, and returns a sentence for each that has known security holes, or
 * does not say its version. Throws `RedisTooOldError`; rejects when Redis is unreachable.
 */
export async function checkVersion(redis: Pick<Redis, 'nodes'>): Promise<string[]> {
  const infos = await Promise.all((await redis.nodes()).map((node) => readInfo(node, 'server')));
  return [...new Set(infos.flatMap(describeVersion))];
}

/** The same for the answer of one server to `INFO`. */
export function describeVersion(info: ReadonlyMap<string, string>): string[] {
  // Valkey says for old clients that it is Redis 7.2.4.
  const valkey = info.get('valkey_version');
  const name = valkey === undefined ? 'Redis' : 'Valkey';
  const version = valkey ?? info.get('redis_version');
  if (version === undefined) return ['Redis does not report its version'];
  if (isOlder(version, LEAST_VERSION)) throw new RedisTooOldError(version);
  const sound = FIRST_SOUND[name].find((first) => !isOlder(first, lineOf(version)));
  if (sound === undefined || !isOlder(version, sound)) return [];
  return [
    `${name} ${version} has known security holes: use ${sound} or newer, or a build that your distribution or provider has patched`,
  ];
}

// Such as 7.2 of 7.2.4, which is older than every release of that line.
function lineOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

function isOlder(version: string, than: string): boolean {
  const [left, right] = [version, than].map((text) => text.split('.').map(Number));
  for (let index = 0; index < 3; index++) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
