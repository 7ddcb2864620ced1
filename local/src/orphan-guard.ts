import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Makes sure that nothing is left behind when this process is killed and can't end its children. */
export interface OrphanGuard {
  pid: number;
  /** The living processes in the order in which they must end; those of one group end together. */
  watch(groups: readonly (readonly number[])[]): void;
  /** Ends the guard, when nothing is left to be guarded. */
  stop(): void;
}

/**
 * Starts the guard: a shell that reads process ids, and ends them when its input ends without
 * `stop`. A process of its own, because Redis knows nothing of its parent, and a killed process
 * can do nothing for its children.
 */
export function startOrphanGuard(): OrphanGuard {
  const script = fileURLToPath(new URL('orphan-guard.sh', import.meta.url));
  const guard = spawn('sh', [script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  // Everything works without the guard; only a kill would leave processes behind.
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  return {
    pid: guard.pid ?? 0,
    watch: (groups) => {
      const filled = groups.filter((group) => group.length > 0);
      guard.stdin.write(`${filled.map((group) => group.join(' ')).join(' wait ')}\n`);
    },
    stop: () => void guard.stdin.end('\n'),
  };
}
