import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Makes sure that only one `npm start` works on a data folder: two Redis servers on the same files
 * would destroy them. Returns the way to give it back. Throws when another one is alive.
 */
export function lockData(folder: string): () => void {
  const file = `${folder}/lock`;
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const owner = Number(readFileSync(file, 'utf8'));
    if (isAlive(owner)) {
      throw new Error(
        `Onsale is running on ${folder} already (process ${owner}); stop it first, or set DATA_DIR`,
        { cause: error },
      );
    }
    // Left behind by one that was killed.
    writeFileSync(file, String(process.pid));
  }
  return () => rmSync(file, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
