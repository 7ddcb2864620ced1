import { installData } from '@onsale/ledger';
import { findScripts, installFunctions, type Redis, type RedisReply } from '@onsale/redis';

const scripts = findScripts(new URL('../../../', import.meta.url));

/** A single server as the ledger's `Redis`. */
export function connectionOf(server: { command(...args: string[]): Promise<unknown> }): Redis {
  const command = (args: readonly string[]) => server.command(...args) as Promise<RedisReply>;
  return { command: (_key, args) => command(args), nodes: async () => [{ command }] };
}

/** Does what `admin data install` does, on a test's Redis, even if it had data before. */
export async function installOn(redis: Redis, shards = 1): Promise<void> {
  await installData(redis, { shards, scripts, afterLoss: true });
}

/** Adds the functions of another checkout, as an upgrade does before starting its first process. */
export async function installFunctionsOf(root: string, redis: Redis): Promise<void> {
  await installFunctions(redis, findScripts(new URL(`file://${root}/`)));
}
