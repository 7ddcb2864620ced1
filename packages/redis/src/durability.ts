import type { Redis, RedisNode } from './connection.ts';
import { readInfo } from './read-info.ts';

/** Guarantees that a Redis can't give with its settings. */
export interface DurabilityReport {
  /** Sentences about settings with which orders can be lost. */
  faults: string[];
  /** Settings it does not report, as with some managed services. */
  unknown: string[];
}

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
  return report;
}
