import { glob, stat } from 'node:fs/promises';

/** What the pages are made of, seen from the frontend's folder; a new package changes the lock file. */
const SOURCES = [
  'src/**/*',
  'public/**/*',
  'build/*',
  'index.html',
  'vite.config.ts',
  '../../packages/contracts/src/load-plan.ts',
];
const LOCK_FILE = '../../package-lock.json';

/** Whether a source is newer than the last whole build, or there is none. */
export async function isStale(folder: string, dist: string): Promise<boolean> {
  const builtAtMs = await changedAtMs(`${dist}/index.html.gz`);
  if (builtAtMs === undefined) return true;
  for await (const file of glob([...SOURCES, LOCK_FILE], { cwd: folder })) {
    if (((await changedAtMs(`${folder}${file}`)) ?? 0) > builtAtMs) return true;
  }
  return false;
}

async function changedAtMs(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
