import { hash } from 'node:crypto';
import type { RedisConnection } from '@onsale/redis';
import { BYTES_KEY, ENDS_KEY, ENTRY_PREFIX, entryKey, NAMES_KEY, SIZES_KEY } from './keys.ts';
import { loadScript, runScript } from '@onsale/redis';

/** The result of a write, decided in Redis in one atomic step. */
export type WriteOutcome =
  | { outcome: 'done' | 'exists' | 'missing' | 'changed' | 'full' }
  | { outcome: 'wrong-type'; holds: string };

export type ReadOutcome =
  | { outcome: 'found'; text: string }
  | { outcome: 'missing' }
  | { outcome: 'wrong-type' };

/** The keys, besides the entry itself, that the functions keep in sync. */
const INDEX_KEYS = [NAMES_KEY, ENDS_KEY, SIZES_KEY, BYTES_KEY] as const;

const createScript = loadScript(new URL('./create-entry.lua', import.meta.url));
const replaceScript = loadScript(new URL('./replace-entry.lua', import.meta.url));
const deleteScript = loadScript(new URL('./delete-entry.lua', import.meta.url));
const listScript = loadScript(new URL('./list-entries.lua', import.meta.url));

/** The version of a value: a hash of its text, which the scripts can compute too. */
export function versionOf(text: string): string {
  return hash('sha1', text, 'hex');
}

/** Creates a key, which must not exist. */
export async function createEntry(
  redis: RedisConnection,
  entry: { name: string; text: string; ttlSeconds: number | undefined; maxBytes: number },
): Promise<WriteOutcome> {
  const { name, text, ttlSeconds, maxBytes } = entry;
  const keys = [entryKey(name), ...INDEX_KEYS] as const;
  const args = [name, text, String(ttlSeconds ?? ''), ENTRY_PREFIX, String(maxBytes)];
  return readWord(await runScript(redis, createScript, { keys, args }));
}

/** Reads the JSON text of a key, or the reason why there is none. */
export async function readEntry(redis: RedisConnection, name: string): Promise<ReadOutcome> {
  const key = entryKey(name);
  try {
    const text = await redis.command(key, ['GET', key]);
    return text === null ? { outcome: 'missing' } : { outcome: 'found', text: String(text) };
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('WRONGTYPE')) {
      return { outcome: 'wrong-type' };
    }
    throw error;
  }
}

/** Reads the JSON texts of several keys; null where missing or of another type. */
export async function readTexts(
  redis: RedisConnection,
  names: readonly string[],
): Promise<(string | null)[]> {
  const keys = names.map(entryKey);
  return (await redis.command(keys[0] ?? '', ['MGET', ...keys])) as (string | null)[];
}

/** Replaces the value of an existing key; with `versions`, only if it has one of them. */
export async function replaceEntry(
  redis: RedisConnection,
  entry: {
    name: string;
    text: string;
    ttlSeconds: number | undefined;
    maxBytes: number;
    versions: readonly string[] | undefined;
  },
): Promise<WriteOutcome> {
  const { name, text, ttlSeconds, maxBytes, versions } = entry;
  const keys = [entryKey(name), ...INDEX_KEYS] as const;
  const args = [name, text, String(ttlSeconds ?? ''), String(maxBytes), ...condition(versions)];
  return readWord(await runScript(redis, replaceScript, { keys, args }));
}

/** Deletes an existing key; with `versions`, only if its value has one of them. */
export async function deleteEntry(
  redis: RedisConnection,
  entry: { name: string; versions: readonly string[] | undefined },
): Promise<WriteOutcome> {
  const keys = [entryKey(entry.name), ...INDEX_KEYS] as const;
  const args = [entry.name, ...condition(entry.versions)];
  return readWord(await runScript(redis, deleteScript, { keys, args }));
}

/** A page of names in order, and the name to continue after; undefined on the last page. */
export async function listEntries(
  redis: RedisConnection,
  page: { prefix: string; after: string; limit: number },
): Promise<{ names: string[]; last: string | undefined }> {
  const keys = INDEX_KEYS;
  const args = [page.prefix, page.after, String(page.limit), ENTRY_PREFIX];
  const [last = '', ...names] = (await runScript(redis, listScript, { keys, args })) as string[];
  return { names, last: last === '' ? undefined : last };
}

function condition(versions: readonly string[] | undefined): string[] {
  return versions === undefined ? ['0'] : ['1', ...versions];
}

function readWord(reply: unknown): WriteOutcome {
  const word = String(reply);
  if (word.startsWith('type:')) {
    return { outcome: 'wrong-type', holds: word.slice('type:'.length) };
  }
  switch (word) {
    case 'done':
    case 'exists':
    case 'missing':
    case 'changed':
    case 'full':
      return { outcome: word };
    default:
      throw new Error(`a script answered ${JSON.stringify(word)}`);
  }
}
