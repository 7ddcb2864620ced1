import { existsSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** By then, whatever a killed `npm start` left behind has ended or been killed. */
const LEFTOVER_TIMEOUT_MS = 30_000;

/**
 * Makes sure that only one `npm start` works on a data folder: two Redis servers on the same files
 * would destroy them. Returns a function that unlocks it. Throws when another one is alive; waits while
 * the guard of a killed one is still ending its processes.
 */
export async function lockData(folder: string, guardPid: number): Promise<() => void> {
  const file = `${folder}/lock`;
  const text = `${process.pid} ${guardPid}`;
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const [owner = 0, guard = 0] = readFileSync(file, 'utf8').split(' ').map(Number);
    if (isAlive(owner)) {
      throw new Error(
        `Onsale is running on ${folder} already (process ${owner}); stop it first, or set DATA_DIR`,
        { cause: error },
      );
    }
    const deadline = performance.now() + LEFTOVER_TIMEOUT_MS;
    while (isAlive(guard) && performance.now() < deadline) await delay(50);
    writeFileSync(file, text);
  }
  return () => rmSync(file, { force: true });
}

/** Calls `onGone` once when the lock, and with it the folder, is deleted while this process runs. */
export function watchData(folder: string, onGone: () => void): void {
  const watcher = watch(folder, { persistent: false }, () => {
    if (existsSync(`${folder}/lock`)) return;
    watcher.close();
    onGone();
  });
  // The folder can't be watched from here on; everything else goes on.
  watcher.on('error', () => watcher.close());
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
