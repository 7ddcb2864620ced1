import type { Redis, RedisNode } from './connection.ts';
import { FUNCTION_PREFIX, type Script } from './script.ts';

/**
 * Loads missing scripts on every node that holds data; replicas get them by replication, and the
 * append-only file persists them. Returns how many were loaded.
 */
export async function installFunctions(redis: Redis, scripts: readonly Script[]): Promise<number> {
  let count = 0;
  for (const node of await redis.nodes()) {
    const known = new Set(await listLibraries(node));
    for (const { name, library } of scripts) {
      if (known.has(name)) continue;
      // A concurrent install does no harm: equal names mean equal content.
      await node.command(['FUNCTION', 'LOAD', 'REPLACE', library]);
      count += 1;
    }
  }
  return count;
}

/**
 * Removes other versions of these scripts, and leaves scripts of other operations alone. Returns
 * how many were removed.
 */
export async function pruneFunctions(redis: Redis, scripts: readonly Script[]): Promise<number> {
  const wanted = new Set(scripts.map(({ name }) => name));
  const known = new Set(scripts.map(({ name }) => withoutVersion(name)));
  let count = 0;
  for (const node of await redis.nodes()) {
    for (const name of await listLibraries(node)) {
      if (wanted.has(name) || !known.has(withoutVersion(name))) continue;
      await node.command(['FUNCTION', 'DELETE', name]);
      count += 1;
    }
  }
  return count;
}

/** The operations whose scripts are missing on some node of this Redis. */
export async function missingFunctions(
  redis: Redis,
  scripts: readonly Script[],
): Promise<string[]> {
  const missing = new Set<string>();
  for (const node of await redis.nodes()) {
    const known = new Set(await listLibraries(node));
    for (const { name, operation } of scripts) if (!known.has(name)) missing.add(operation);
  }
  return [...missing];
}

/** Whether Onsale functions of any version are in this Redis. They survive `FLUSHALL`. */
export async function hasFunctions(redis: Redis): Promise<boolean> {
  const lists = await Promise.all((await redis.nodes()).map(listLibraries));
  return lists.some((names) => names.length > 0);
}

const withoutVersion = (name: string): string => name.slice(0, name.lastIndexOf('_'));

// Each library is a list of alternating names and values.
async function listLibraries(node: RedisNode): Promise<string[]> {
  const command = ['FUNCTION', 'LIST', 'LIBRARYNAME', `${FUNCTION_PREFIX}*`];
  const libraries = (await node.command(command)) as unknown[][];
  return libraries.map((library) => String(library[library.indexOf('library_name') + 1]));
}
