import { installData } from '@onsale/ledger';
import { findScripts, installFunctions, type Redis, type RedisReply } from '@onsale/redis';

const scripts = findScripts(new URL('../../../', import.meta.url));

/** One server as the ledger sees it. */
export function connectionOf(server: { command(...args: string[]): Promise<unknown> }): Redis {
  const command = (args: readonly string[]) => server.command(...args) as Promise<RedisReply>;
  return { command: (_key, args) => command(args), nodes: async () => [{ command }] };
}

/** What `admin data install` does, on a Redis of a test: also where data were before. */
export async function installOn(redis: Redis, shards = 1): Promise<void> {
  await installData(redis, { shards, scripts, afterLoss: true });
}

/** Adds the functions of another checkout, as an upgrade does before its first process starts. */
export async function installFunctionsOf(root: string, redis: Redis): Promise<void> {
  await installFunctions(redis, findScripts(new URL(`file://${root}/`)));
}
