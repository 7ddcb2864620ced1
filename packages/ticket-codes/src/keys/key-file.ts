import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import {
  createSigningKey,
  readSigningKey,
  type SigningKey,
  writeSigningKey,
} from './signing-key.ts';

// The keys of tickets live in one file, the newest first:
//
//   {"keys":[{"keyId":"5f1c09aa","createdAt":"2027-01-03T…Z","signsFrom":"2027-01-04T…Z","privateKey":"…"}]}

/** Long enough for every phone at an entrance to have been on the network once. */
const PUBLISHED_FIRST_MS = 24 * 3_600_000;

/** Reads the file with the keys; none where there is no file. Throws when it is not such a file. */
export async function readKeyFile(file: string): Promise<SigningKey[]> {
  try {
    return parseKeys(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Reads the text of such a file. Throws, without quoting it. */
export function parseKeys(text: string): SigningKey[] {
  const { keys } = parseJson(text) as { keys?: unknown };
  if (!Array.isArray(keys))
    throw new Error('the file with the keys of tickets has no list of keys');
  return keys.map((each: unknown, i) => {
    const { keyId, createdAt, signsFrom = createdAt, privateKey } = each as Record<string, string>;
    if (createdAt === undefined || signsFrom === undefined || privateKey === undefined) {
      throw new Error(`key ${i + 1} of the file with the keys of tickets lacks a part`);
    }
    const key = readSigningKey(privateKey, { createdAt, signsFrom });
    if (key.keyId === keyId) return key;
    throw new Error(`key ${i + 1} of the file with the keys of tickets has the id of another`);
  });
}

export function formatKeys(keys: readonly SigningKey[]): string {
  const written = keys.map((key) => {
    const { keyId, createdAt, signsFrom } = key;
    return { keyId, createdAt, signsFrom, privateKey: writeSigningKey(key) };
  });
  return `${JSON.stringify({ keys: written }, undefined, 2)}\n`;
}

/**
 * The keys with a new one, which is published at once and signs a day later, so that nobody at an entrance meets
 * codes of a key that they do not know; at once where it is the first, or if it must (`now`).
 */
export function addKey(
  keys: readonly SigningKey[],
  { signsAtOnce = false, now = new Date() }: { signsAtOnce?: boolean; now?: Date } = {},
): SigningKey[] {
  const isFirst = keys.length === 0;
  const signsFrom = isFirst || signsAtOnce ? now : new Date(now.getTime() + PUBLISHED_FIRST_MS);
  return [createSigningKey({ now, signsFrom }), ...keys];
}

/** Writes the file with the keys, for its owner alone, so that a reader sees the old or the new one. */
export async function writeKeyFile(file: string, keys: readonly SigningKey[]): Promise<void> {
  const next = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(next, formatKeys(keys), { mode: 0o600, flag: 'wx', flush: true });
    await rename(next, file);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
}

function parseJson(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // The parser's own message quotes part of the text.
  }
  throw new Error('the file with the keys of tickets is not JSON');
}
