import { glob, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What the pages are made of, seen from the project's folder; a new package changes the lock file. */
const SOURCES = [
  'apps/*/{src,public,messages}/**/*',
  'apps/*/{index.html,preview.html,vite.config.ts,package.json}',
  'apps/*/{compile-messages.ts,build-worker.ts,project.inlang/settings.json}',
  'packages/{ui,api-client,i18n,contracts,check-in,ticket-codes}/src/**/*',
  'services/frontend/build/*',
  'package-lock.json',
];
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Whether a source is newer than the last whole build, or there is none. */
export async function isStale(dist: string): Promise<boolean> {
  const builtAtMs = await changedAtMs(`${dist}index.html.gz`);
  if (builtAtMs === undefined) return true;
  for await (const file of glob(SOURCES, { cwd: root })) {
    if (((await changedAtMs(`${root}${file}`)) ?? 0) > builtAtMs) return true;
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
