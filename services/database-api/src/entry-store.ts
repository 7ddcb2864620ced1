import { hash } from 'node:crypto';
import type { RedisConnection } from '@onsale/redis';
import { ENDS_KEY, ENTRY_PREFIX, entryKey, NAMES_KEY } from './keys.ts';
import { loadScript, runScript } from '@onsale/redis';

/** How a write ended; each is decided in Redis in one atomic step. */
export type WriteOutcome =
  | { outcome: 'done' | 'exists' | 'missing' | 'changed' }
  | { outcome: 'wrong-type'; holds: string };

export type ReadOutcome =
  | { outcome: 'found'; text: string }
  | { outcome: 'missing' }
  | { outcome: 'wrong-type' };

/** Names in the index that have ended and that one new entry clears up. */
const FORGET_AT_ONCE = 16;

const createScript = loadScript(new URL('./create-entry.lua', import.meta.url));
const replaceScript = loadScript(new URL('./replace-entry.lua', import.meta.url));
const deleteScript = loadScript(new URL('./delete-entry.lua', import.meta.url));
const listScript = loadScript(new URL('./list-entries.lua', import.meta.url));

/** The version of a value: a hash of its text, so that the scripts can tell it too. */
export function versionOf(text: string): string {
  return hash('sha1', text, 'hex');
}

/** Creates a key that must not exist. */
export async function createEntry(
  redis: RedisConnection,
  entry: { name: string; text: string; ttlSeconds: number | undefined },
): Promise<WriteOutcome> {
  const { name, text, ttlSeconds } = entry;
  const keys = [entryKey(name), NAMES_KEY, ENDS_KEY] as const;
  const args = [name, text, String(ttlSeconds ?? ''), ENTRY_PREFIX, String(FORGET_AT_ONCE)];
  return readWord(await runScript(redis, createScript, { keys, args }));
}

/** Reads the JSON text of a key, or says why there is none. */
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

/** Reads the JSON texts of several keys; null for what is missing or of another type. */
export async function readTexts(
  redis: RedisConnection,
  names: readonly string[],
): Promise<(string | null)[]> {
  const keys = names.map(entryKey);
  return (await redis.command(keys[0] ?? '', ['MGET', ...keys])) as (string | null)[];
}

/** Replaces the value of a key that must exist; with `versions`, only while it has one of them. */
export async function replaceEntry(
  redis: RedisConnection,
  entry: {
    name: string;
    text: string;
    ttlSeconds: number | undefined;
    versions: readonly string[] | undefined;
  },
): Promise<WriteOutcome> {
  const { name, text, ttlSeconds, versions } = entry;
  const keys = [entryKey(name), ENDS_KEY] as const;
  const args = [name, text, String(ttlSeconds ?? ''), ...condition(versions)];
  return readWord(await runScript(redis, replaceScript, { keys, args }));
}

/** Deletes a key that must exist; with `versions`, only while its value has one of them. */
export async function deleteEntry(
  redis: RedisConnection,
  entry: { name: string; versions: readonly string[] | undefined },
): Promise<WriteOutcome> {
  const keys = [entryKey(entry.name), NAMES_KEY, ENDS_KEY] as const;
  const args = [entry.name, ...condition(entry.versions)];
  return readWord(await runScript(redis, deleteScript, { keys, args }));
}

/** A page of names in order, and the name to go on after; undefined when it is the last page. */
export async function listEntries(
  redis: RedisConnection,
  page: { prefix: string; after: string; limit: number },
): Promise<{ names: string[]; last: string | undefined }> {
  const keys = [NAMES_KEY, ENDS_KEY] as const;
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
      return { outcome: word };
    default:
      throw new Error(`a script answered ${JSON.stringify(word)}`);
  }
}
