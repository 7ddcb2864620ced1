import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The last release, 0.1.0: by its commit, because a clone in a pipeline may have no tags. */
export const RELEASED_COMMIT = 'f4265a347938f4adbd129256217cd70cd4f05521';

/** The services of another commit, ready to be started. */
export interface CommitCheckout {
  commit: string;
  root: string;
  remove(): Promise<void>;
}

/**
 * Checks out a commit next to this one, with this one's dependencies and its own packages. Throws
 * if the history does not have the commit, as in a shallow clone.
 */
export async function checkOut(revision: string): Promise<CommitCheckout> {
  const git = (...args: string[]) => run('git', ['-C', ROOT, ...args]);
  const commit = (await git('rev-parse', '--short', `${revision}^{commit}`)).stdout.trim();
  const root = await mkdtemp(join(tmpdir(), `onsale-${commit}-`));
  await git('archive', '--output', join(root, 'files.tar'), commit);
  await run('tar', ['-xf', join(root, 'files.tar'), '-C', root]);

  const modules = join(root, 'node_modules');
  await mkdir(join(modules, '@onsale'), { recursive: true });
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    if (name !== '@onsale') await symlink(join(ROOT, 'node_modules', name), join(modules, name));
  }
  for (const name of await readdir(join(root, 'packages'))) {
    await symlink(join(root, 'packages', name), join(modules, '@onsale', name));
  }
  return { commit, root, remove: () => rm(root, { recursive: true }) };
}

/** Whether the local history has a commit. */
export async function hasRevision(revision: string): Promise<boolean> {
  const look = run('git', ['-C', ROOT, 'rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
  return await look.then(
    () => true,
    () => false,
  );
}
