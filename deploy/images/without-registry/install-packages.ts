import { isOnPath, runCommand } from '../src/run-command.ts';

/** Seconds that apt waits for another program to finish installing. */
const LOCK_TIMEOUT_S = 300;

/**
 * Installs Debian packages if possible; otherwise rejects with a sentence that says what is missing
 * (`what`) and how to get it.
 */
export async function installPackages(
  what: string,
  packages: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const list = packages.join(' ');
  if (!(await isOnPath('apt-get')) || process.getuid?.() !== 0) {
    throw new Error(
      `${what}. Install ${list} with your package manager ` +
        `(Debian and Ubuntu: sudo apt-get install ${list}), or start Docker, then try again.`,
    );
  }
  say(`installing ${list} with apt-get`);
  const environment = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const options = ['-o', `DPkg::Lock::Timeout=${LOCK_TIMEOUT_S}`, '-qq'];
  await runCommand('apt-get', [...options, 'update'], { environment });
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  await runCommand('apt-get', [...options, ...install], { environment });
}
