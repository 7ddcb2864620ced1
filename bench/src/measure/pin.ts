import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

// With two cores and no pinning, the scheduler would decide what is measured. So the measured
// process has one core, and everything that it needs (Redis, the load) shares the other.

export type Core = 'measured' | 'rest';

const CORES: Record<Core, string> = { measured: '0', rest: '1' };

/** Whether processes are pinned: on Linux with at least two cores. */
export const isPinning =
  availableParallelism() >= 2 && spawnSync('taskset', ['--version']).status === 0;

/** Pins a process, with all its threads, to one core. */
export function pin(pid: number, core: Core): void {
  if (!isPinning) return;
  const { status, stderr } = spawnSync('taskset', ['-a', '-c', '-p', CORES[core], String(pid)]);
  if (status !== 0) throw new Error(`process ${pid} could not be pinned: ${String(stderr)}`);
}
