import { setTimeout as delay } from 'node:timers/promises';
import type { RedisNode } from './connection.ts';
import { readInfo } from './read-info.ts';

/** What became of the files of one server. */
export type RewrittenFiles =
  /** Its append-only file, and a snapshot if it had made one, have only what is in memory now. */
  | { done: true }
  /** A sentence that says why not, or why it is not known. */
  | { done: false; problem: string };

/** Ten GB take about a minute; a disk that is slower than this has other problems. */
const TIMEOUT_MS = 30 * 60_000;
const POLL_MS = 100;

/**
 * Has a server write its files anew, and waits for it: what was deleted or overwritten stays readable in
 * its append-only file until then. A snapshot is written anew where the server keeps one. Redis works on
 * meanwhile, in need of the disk space of a second copy and of some memory.
 */
export async function rewriteFiles(
  node: RedisNode,
  { signal }: { signal?: AbortSignal } = {},
): Promise<RewrittenFiles> {
  const before = await readInfo(node, 'persistence');
  if (!before.has('aof_enabled')) {
    return { done: false, problem: 'it does not tell of its files (INFO persistence)' };
  }
  const jobs = before.get('aof_enabled') === '1' ? [APPEND_ONLY_FILE] : [SNAPSHOT];
  if (jobs[0] === APPEND_ONLY_FILE && (await hasSnapshot(node, before))) jobs.push(SNAPSHOT);
  const deadlineMs = performance.now() + TIMEOUT_MS;
  for (const job of jobs) {
    const problem = await runJob(node, job, { deadlineMs, signal });
    if (problem !== undefined) return { done: false, problem };
  }
  return { done: true };
}

/** The addresses of the replicas of a master, as `host:port`, with how far each has received its changes. */
export async function readReplicas(
  master: RedisNode,
): Promise<{ offset: number; replicas: { address: string; offset: number }[] }> {
  const info = await readInfo(master, 'replication');
  const replicas = [...info].flatMap(([name, text]) => {
    if (!/^slave\d+$/.test(name)) return [];
    const fields = new Map(text.split(',').map((pair) => pair.split('=', 2) as [string, string]));
    const address = `${fields.get('ip')}:${fields.get('port')}`;
    return [{ address, offset: Number(fields.get('offset') ?? 0) }];
  });
  return { offset: Number(info.get('master_repl_offset') ?? 0), replicas };
}

interface FileJob {
  command: string[];
  /** Fields of `INFO persistence`: how many were written, whether one is being written, the last result. */
  count: string;
  busy: readonly string[];
  status: string;
  what: string;
}

const APPEND_ONLY_FILE: FileJob = {
  command: ['BGREWRITEAOF'],
  count: 'aof_rewrites',
  busy: ['aof_rewrite_in_progress', 'aof_rewrite_scheduled'],
  status: 'aof_last_bgrewrite_status',
  what: 'append-only file',
};

const SNAPSHOT: FileJob = {
  command: ['BGSAVE'],
  count: 'rdb_saves',
  busy: ['rdb_bgsave_in_progress'],
  status: 'rdb_last_bgsave_status',
  what: 'snapshot',
};

/** Redis writes one file at a time; another has begun just now. */
const ANOTHER = /in progress|child process is active/i;

// A replica keeps what it got when it first synchronized as a snapshot, which nothing else replaces.
async function hasSnapshot(node: RedisNode, info: ReadonlyMap<string, string>): Promise<boolean> {
  if (Number(info.get('rdb_saves') ?? 0) > 0) return true;
  return (await readInfo(node, 'replication')).get('role') === 'slave';
}

async function runJob(
  node: RedisNode,
  job: FileJob,
  { deadlineMs, signal }: { deadlineMs: number; signal: AbortSignal | undefined },
): Promise<string | undefined> {
  let started: number | undefined;
  for (;;) {
    const info = await readInfo(node, 'persistence');
    const isBusy = job.busy.some((field) => info.get(field) === '1');
    const count = Number(info.get(job.count) ?? 0);
    if (started !== undefined && !isBusy) {
      if (count > started && info.get(job.status) === 'ok') return undefined;
      return `it could not write its ${job.what}; its log says why`;
    }
    // What is being written already began before the last change.
    if (started === undefined && !isBusy) {
      const refusal = await node.command(job.command).then(
        () => undefined,
        (error: Error) => error.message,
      );
      if (refusal === undefined) started = count;
      else if (!ANOTHER.test(refusal)) {
        return `it refused to write its ${job.what}: ${refusal}`;
      }
    }
    if (performance.now() > deadlineMs) return `writing its ${job.what} takes too long`;
    await delay(POLL_MS, undefined, { signal });
  }
}
