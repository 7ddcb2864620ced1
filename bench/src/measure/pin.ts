import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

// With two cores and nothing pinned, the scheduler decides what is measured. So what is measured has
// a core for itself, and all that it needs (Redis, whoever makes the load) shares the other one.

export type Core = 'measured' | 'rest';

const CORES: Record<Core, string> = { measured: '0', rest: '1' };

/** Whether processes are pinned: Linux with at least two cores. */
export const isPinning =
  availableParallelism() >= 2 && spawnSync('taskset', ['--version']).status === 0;

/** Keeps a process, with all its threads, on one core. */
export function pin(pid: number, core: Core): void {
  if (!isPinning) return;
  const { status, stderr } = spawnSync('taskset', ['-a', '-c', '-p', CORES[core], String(pid)]);
  if (status !== 0) throw new Error(`process ${pid} could not be pinned: ${String(stderr)}`);
}
