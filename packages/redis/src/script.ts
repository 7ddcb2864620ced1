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
 * includes it, because Redis gives scripts no way to share a function.
 */
export function loadScript(file: URL): Script {
  const source = readWithIncludes(file);
  return { source, sha1: createHash('sha1').update(source).digest('hex') };
}

function readWithIncludes(file: URL): string {
  return readFileSync(file, 'utf8').replaceAll(/^--@include (\S+)$/gm, (_, included: string) =>
    readWithIncludes(new URL(`./${included}.lua`, file)),
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
