import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis, RedisReply } from './redis.ts';

/** A Lua script, addressed by its content: two versions can run side by side on one Redis. */
export interface Script {
  source: string;
  sha1: string;
}

/**
 * Reads a script that lies beside its wrapper. A line `--@include name` is replaced by the file
 * `name.lua`, because Redis gives scripts no way to share a function.
 */
export function loadScript(name: string): Script {
  const source = read(name).replaceAll(/^--@include (\S+)$/gm, (_, included: string) =>
    read(included),
  );
  return { source, sha1: createHash('sha1').update(source).digest('hex') };
}

function read(name: string): string {
  return readFileSync(new URL(`./${name}.lua`, import.meta.url), 'utf8');
}

/**
 * Runs a script on the node that holds `keys[0]`. A server that does not know it yet (new, restarted,
 * failed over) has not run it, so sending the whole source then is no repetition.
 */
export async function runScript(
  redis: Redis,
  script: Script,
  call: { keys: readonly string[]; args: readonly string[] },
): Promise<RedisReply> {
  const key = call.keys[0];
  if (key === undefined) throw new TypeError('a script needs a key to find its node');
  const rest = [String(call.keys.length), ...call.keys, ...call.args];
  try {
    return await redis.command(key, ['EVALSHA', script.sha1, ...rest]);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return await redis.command(key, ['EVAL', script.source, ...rest]);
  }
}
