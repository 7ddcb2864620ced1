import type { Redis, RedisNode } from './connection.ts';

/** Guarantees that a Redis can't give with its settings. */
export interface DurabilityReport {
  /** Sentences about settings with which orders can be lost. */
  faults: string[];
  /** Settings it does not report, as with some managed services. */
  unknown: string[];
}

/** The first version with functions and sharded channels. */
const LEAST_VERSION = [7, 0];

/** The settings that matter: the required value, and what is lost otherwise. */
const REQUIRED: { field: string; must: string; otherwise: (value: string) => string }[] = [
  {
    field: 'maxmemory_policy',
    must: 'noeviction',
    otherwise: (value) =>
      `Redis evicts orders when its memory is full: maxmemory-policy is ${value} but must be noeviction`,
  },
  {
    field: 'aof_enabled',
    must: '1',
    otherwise: () =>
      'Redis loses orders when it restarts: it has no append-only file (set appendonly yes)',
  },
  {
    field: 'role',
    must: 'master',
    otherwise: () => 'this Redis is a replica: its master will overwrite what is written here',
  },
];

/**
 * Reads from `INFO` whether every node keeps what it has accepted; managed services forbid
 * `CONFIG`. Rejects when Redis is unreachable.
 */
export async function readDurability(redis: Pick<Redis, 'nodes'>): Promise<DurabilityReport> {
  const reports = await Promise.all((await redis.nodes()).map(readNode));
  return {
    faults: [...new Set(reports.flatMap(({ faults }) => faults))],
    unknown: [...new Set(reports.flatMap(({ unknown }) => unknown))],
  };
}

async function readNode(node: RedisNode): Promise<DurabilityReport> {
  const info = await readInfo(node);
  const report: DurabilityReport = { faults: [], unknown: [] };
  for (const { field, must, otherwise } of REQUIRED) {
    const value = info.get(field);
    if (value === undefined) report.unknown.push(`Redis does not report its ${field}`);
    else if (value !== must) report.faults.push(otherwise(value));
  }
  const version = info.get('redis_version');
  if (version === undefined) report.unknown.push('Redis does not report its version');
  else if (isTooOld(version)) {
    report.faults.push(
      `Redis ${version} is too old: ${LEAST_VERSION.join('.')} or newer is required`,
    );
  }
  return report;
}

// A user without permission gets no answer, which is a warning rather than an error.
async function readInfo(node: RedisNode): Promise<Map<string, string>> {
  const text = await node.command(['INFO']).catch((error: unknown) => {
    if (error instanceof Error && error.message.startsWith('NOPERM')) return '';
    throw error;
  });
  const lines = String(text).matchAll(/^(\w+):(.*?)\r?$/gm);
  return new Map(Array.from(lines, ([, name = '', value = '']) => [name, value]));
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = LEAST_VERSION;
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}
