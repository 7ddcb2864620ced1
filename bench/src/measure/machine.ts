import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isPinning } from './pin.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Where and with which versions the figures were measured. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGb: number;
  versions: Record<string, string>;
  commit: string;
  date: string;
  pinned: boolean;
  /** The folder of Redis' data, and so the disk it waited for. */
  dataFolder: string;
  /** Load of the machine before the run: runnable processes in the last minute. */
  load: number;
}

export function describeMachine(): Machine {
  const packages = ['fastify', '@redis/client', 'bullmq', 'autocannon'];
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    versions: {
      node: process.version.slice(1),
      redis: /v=(\S+)/.exec(output('redis-server', ['--version']))?.[1] ?? 'unknown',
      ...Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
    },
    commit: commit(),
    date: new Date().toISOString(),
    pinned: isPinning,
    dataFolder: tmpdir(),
    load: loadavg()[0] ?? Number.NaN,
  };
}

function versionOf(name: string): string {
  const file = `${root}node_modules/${name}/package.json`;
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function commit(): string {
  const hash = output('git', ['rev-parse', '--short=12', 'HEAD']).trim();
  // Results of an earlier run are not a change of what is measured.
  const changed = output('git', ['status', '--porcelain', '--', '.', ':!docs', ':!bench/results']);
  return changed.trim() === '' ? hash : `${hash} with changes`;
}

function output(command: string, args: readonly string[]): string {
  if (spawnSync(command, ['--version']).status !== 0) return '';
  return execFileSync(command, args, { cwd: root, encoding: 'utf8' });
}
