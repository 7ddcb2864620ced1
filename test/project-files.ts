import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the project, with a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The text of one file; `path` is relative to the project's folder, as everywhere here. */
export function readText(path: string): string {
  return readFileSync(root + path, 'utf8');
}

/** The names of the folders in a folder, sorted; empty when there is no such folder. */
export function listFolders(path: string): string[] {
  return listFolder(path)
    .filter((entry) => entry.isDirectory() && !ignored.has(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/**
 * All files of the project but those that `.gitignore` names. The folder is read, not git's index:
 * a file counts before it is committed, and the tests run without a repository.
 */
export function listFiles(path = ''): string[] {
  return listFolder(path).flatMap((entry) => {
    if (ignored.has(entry.name) || entry.name.endsWith('.log')) return [];
    if (entry.isDirectory()) return listFiles(`${path}${entry.name}/`);
    return entry.isFile() ? [path + entry.name] : [];
  });
}

const ignored = new Set([
  '.git',
  ...readText('.gitignore')
    .split('\n')
    .filter((line) => line.endsWith('/'))
    .map((line) => line.replaceAll('/', '')),
]);

function listFolder(path: string) {
  try {
    return readdirSync(root + path, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
