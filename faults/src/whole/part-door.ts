import { type Nginx, startNginx } from '@onsale/testing/site';
import type { Stage } from '../scenario.ts';
import { treeOf } from './process-tree.ts';

/** The real nginx, which is killed with all its processes and comes back at the same address. */
export interface Door {
  readonly pid: number;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

export async function prepareDoor(
  stage: Pick<Stage, 'onEnd'>,
  environment: Record<string, string>,
): Promise<Door> {
  let running: Nginx | undefined = await startNginx(environment);
  const kill = async () => {
    const killed = running;
    running = undefined;
    if (killed === undefined) return;
    for (const pid of treeOf(killed.pid)) process.kill(pid, 'SIGKILL');
    await killed.stop();
  };
  stage.onEnd(kill);
  return {
    get pid() {
      return running?.pid ?? 0;
    },
    kill,
    restart: async () => {
      running = await startNginx(environment);
    },
  };
}
