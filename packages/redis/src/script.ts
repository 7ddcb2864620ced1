import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Redis, RedisReply } from './connection.ts';

/**
 * One Lua operation as a Redis function in a library of its own. Its name includes a hash of its
 * content, so functions of several versions coexist and a rolling upgrade needs no pause.
 */
export interface Script {
  /** The file's name, for messages. */
  operation: string;
  /** The name of the function and of its library. */
  name: string;
  /** The source for `FUNCTION LOAD`. */
  library: string;
}

/** The prefix of all Onsale functions. */
export const FUNCTION_PREFIX = 'onsale_';

const loaded = new Map<string, Script>();

/** A function of this version is not in Redis: `data install` was not run for it. */
export class MissingFunctionError extends Error {
  constructor(operations: readonly string[]) {
    super(
      `Redis does not have the functions of this version (${operations.join(', ')}): ` +
        'run npm run admin -- data install',
    );
    this.name = 'MissingFunctionError';
  }
}

/**
 * Reads a script. A line `--@include name` is replaced by the file `name.lua` next to the including
 * file. `--@library name` puts it before the function instead, where it runs once, when the library
 * is loaded: making closures and tables anew in each call takes longer than most calls. The file then
 * must not use Redis or Lua's own modules until the function is called, and its variables last, so
 * that each call must set what it reads. The first line, `#!lua`, may carry function flags.
 */
export function loadScript(file: URL): Script {
  const shared: string[] = [];
  const source = replaceLines(readWithIncludes(file), 'library', (name) => {
    shared.push(readWithIncludes(new URL(`./${name}.lua`, file)));
    return '';
  });
  const digest = createHash('sha1')
    .update([...shared, source].join(''))
    .digest('hex')
    .slice(0, 12);
  const operation = basename(fileURLToPath(file), '.lua');
  const name = `${FUNCTION_PREFIX}${operation.replaceAll('-', '_')}_${digest}`;
  const script = { operation, name, library: libraryOf(name, source, shared) };
  loaded.set(name, script);
  return script;
}

/** Every script this process may call. */
export function loadedScripts(): Script[] {
  return [...loaded.values()];
}

/** Every script in a checkout or image of Onsale. */
export function findScripts(project: URL): Script[] {
  const folders = ['packages/', 'services/'].map((name) => new URL(name, project));
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.lua') && !name.includes('node_modules'))
      .sort()
      .map((name) => new URL(name, folder))
      // Included files have no `#!lua` line.
      .filter((file) => readFileSync(file, 'utf8').startsWith('#!lua'))
      .map(loadScript),
  );
}

/**
 * Runs a script on the node that holds `keys[0]`. Throws `MissingFunctionError` when it is not
 * installed there.
 */
export async function runScript(
  redis: Pick<Redis, 'command'>,
  script: Script,
  call: { keys: readonly [string, ...string[]]; args: readonly string[] },
): Promise<RedisReply> {
  const { keys, args } = call;
  try {
    const command = ['FCALL', script.name, String(keys.length), ...keys, ...args];
    return await redis.command(keys[0], command);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('ERR Function not found')))
      throw error;
    throw new MissingFunctionError([script.operation]);
  }
}

function readWithIncludes(file: URL): string {
  return replaceLines(readFileSync(file, 'utf8'), 'include', (name) =>
    readWithIncludes(new URL(`./${name}.lua`, file)),
  );
}

function replaceLines(source: string, directive: string, replace: (name: string) => string) {
  const line = new RegExp(`^--@${directive} (\\S+)$`, 'gm');
  return source.replaceAll(line, (_, name: string) => replace(name));
}

function libraryOf(name: string, source: string, shared: readonly string[]): string {
  const [, flags = '', body = ''] = /^#!lua(?: flags=(\S+))?\n(.*)$/s.exec(source) ?? [];
  const list = flags.split(',').filter(Boolean);
  return [
    `#!lua name=${name}`,
    ...shared,
    `redis.register_function{ function_name = '${name}',`,
    `flags = { ${list.map((flag) => `'${flag}'`).join(', ')} },`,
    `callback = function(KEYS, ARGV)\n${body}\nend }\n`,
  ].join('\n');
}
