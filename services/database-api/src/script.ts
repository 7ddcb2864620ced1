import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RedisConnection, RedisReply } from '@onsale/service-runtime';

/** A Lua script, addressed by its content. */
export interface Script {
  source: string;
  sha1: string;
}

/** Reads a script that lies beside its wrapper. */
export function loadScript(name: string): Script {
  const source = readFileSync(new URL(`./${name}.lua`, import.meta.url), 'utf8');
  return { source, sha1: createHash('sha1').update(source).digest('hex') };
}

/** Runs a script by its hash; a server that does not know it has not run it, and gets the source. */
export async function runScript(
  redis: RedisConnection,
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
