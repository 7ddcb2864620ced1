import { setTimeout as delay } from 'node:timers/promises';
import { hasWord, type PersonWords } from '@onsale/ledger';
import { type Redis, type RedisNode, readReplicas, rewriteFiles } from '@onsale/redis';
import type { AdminConfig } from '../config.ts';
import { connect, UnreachableError } from '../connect.ts';

/** A replica that is further behind than this is not keeping up at all. */
const REPLICA_TIMEOUT_MS = 60_000;
const POLL_MS = 100;

/**
 * Has every server of Redis write its files anew, the replicas too, once they have all changes, and waits
 * for it; lists of slow commands that have a word of the person are emptied. Returns how many were
 * rewritten, and a sentence for each thing that could not be done.
 */
export async function rewriteAllFiles(
  redis: Redis,
  config: AdminConfig,
  { words, signal }: { words: PersonWords; signal: AbortSignal },
): Promise<{ rewritten: number; problems: string[] }> {
  const result = { rewritten: 0, problems: [] as string[] };
  const rewrite = async (node: RedisNode, name: string) => {
    const files = await rewriteFiles(node, { signal });
    if (files.done) result.rewritten += 1;
    else result.problems.push(`${name}: ${files.problem}`);
    const problem = await emptySlowLog(node, words);
    if (problem !== undefined) result.problems.push(`${name}: ${problem}`);
  };
  for (const master of await redis.nodes()) {
    const { offset, replicas } = await readReplicas(master);
    await rewrite(master, 'Redis');
    for (const { address } of replicas) {
      const name = `the replica ${address}`;
      try {
        await untilReceived(master, { address, offset, signal });
        await withReplica(config, address, (replica) => rewrite(replica, name));
      } catch (error) {
        if (signal.aborted) throw error;
        result.problems.push(`${name}: ${describe(error)}`);
      }
    }
  }
  return result;
}

// Before, it would write what was overwritten into its new file.
async function untilReceived(
  master: RedisNode,
  { address, offset, signal }: { address: string; offset: number; signal: AbortSignal },
): Promise<void> {
  const deadlineMs = performance.now() + REPLICA_TIMEOUT_MS;
  for (;;) {
    const { replicas } = await readReplicas(master);
    const replica = replicas.find((each) => each.address === address);
    if (replica === undefined) throw new Error('it is no longer connected to its master');
    if (replica.offset >= offset) return;
    if (performance.now() > deadlineMs) throw new Error('it does not keep up with its master');
    await delay(POLL_MS, undefined, { signal });
  }
}

async function withReplica(
  config: AdminConfig,
  address: string,
  work: (replica: RedisNode) => Promise<void>,
): Promise<void> {
  const connection = await connect(configOf(config, address));
  try {
    for (const node of await connection.nodes()) await work(node);
  } finally {
    await connection.close();
  }
}

// The same user and password, at another address.
function configOf(config: AdminConfig, address: string): AdminConfig {
  const colon = address.lastIndexOf(':');
  const [host, port] = [address.slice(0, colon), address.slice(colon + 1)];
  const { REDIS_URL: urls, REDIS_SENTINELS: _sentinels, ...rest } = config;
  const [first] = urls?.split(',') ?? [];
  if (first === undefined || first.startsWith('unix:')) {
    return { ...rest, REDIS_HOST: host, REDIS_PORT: Number(port) };
  }
  const url = new URL(first);
  url.host = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return { ...rest, REDIS_URL: url.href };
}

// A slow command stands there with its first words: the record of an order may be one of them.
async function emptySlowLog(node: RedisNode, words: PersonWords): Promise<string | undefined> {
  try {
    const entries = (await node.command(['SLOWLOG', 'GET', '-1'])) as [
      number,
      number,
      number,
      string[],
    ][];
    if (!entries.some(([, , , args]) => args.some((text) => hasWord(text, words))))
      return undefined;
    await node.command(['SLOWLOG', 'RESET']);
    return undefined;
  } catch (error) {
    return `its list of slow commands may have the name (SLOWLOG RESET): ${describe(error)}`;
  }
}

function describe(error: unknown): string {
  if (error instanceof UnreachableError) return 'it cannot be reached from here (BGREWRITEAOF)';
  return error instanceof Error ? error.message : String(error);
}
