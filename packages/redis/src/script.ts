import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis, RedisReply } from './connection.ts';

/** A Lua script, addressed by its content: two versions can run side by side on one Redis. */
export interface Script {
  source: string;
  sha1: string;
}

/**
 * Reads a script. A line `--@include name` is replaced by the file `name.lua` beside the one that
 * includes it, because Redis gives scripts no way to share a function; or by the text that `rendered`
 * has under this name.
 */
export function loadScript(file: URL, rendered: Readonly<Record<string, string>> = {}): Script {
  const source = readWithIncludes(file, rendered);
  return { source, sha1: createHash('sha1').update(source).digest('hex') };
}

function readWithIncludes(file: URL, rendered: Readonly<Record<string, string>>): string {
  return readFileSync(file, 'utf8').replaceAll(
    /^--@include (\S+)$/gm,
    (_, name: string) =>
      rendered[name] ?? readWithIncludes(new URL(`./${name}.lua`, file), rendered),
  );
}

/**
 * Runs a script on the node that holds `keys[0]`. A server that does not know it yet (new, restarted,
 * failed over) has not run it, so sending the whole source then is no repetition.
 */
export async function runScript(
  redis: Pick<Redis, 'command'>,
  script: Script,
  call: { keys: readonly [string, ...string[]]; args: readonly string[] },
): Promise<RedisReply> {
  const [key] = call.keys;
  const rest = [String(call.keys.length), ...call.keys, ...call.args];
  try {
    return await redis.command(key, ['EVALSHA', script.sha1, ...rest]);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return await redis.command(key, ['EVAL', script.source, ...rest]);
  }
}
