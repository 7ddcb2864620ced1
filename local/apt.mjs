// Installs Debian packages, also where the package manager is busy at first: on a fresh machine it
// often is, with its own updates. Plain JavaScript, as setup.mjs is.
import { spawnSync } from 'node:child_process';

const LOCKED = /could not get lock|unable to lock|unable to acquire the dpkg frontend lock/i;
const RETRY_MS = 2000;
const MAX_WAIT_MS = 5 * 60_000;

/**
 * Installs them, and waits up to five minutes for another program that holds apt's lock. `say` gets
 * what a user has to know. Returns undefined, or a sentence that says why it could not be done.
 */
export function aptInstall(packages, { say, retryMs = RETRY_MS, maxWaitMs = MAX_WAIT_MS }) {
  const wait = { untilMs: performance.now() + maxWaitMs, retryMs, isSaid: false, say };
  return (
    runApt(['update', '-qq'], wait) ??
    runApt(['install', '-y', '-qq', '--no-install-recommends', ...packages], wait)
  );
}

function runApt(args, wait) {
  for (;;) {
    const { status, stderr, error } = spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      env: {
        ...process.env,
        // Its messages are read below.
        LC_ALL: 'C',
        DEBIAN_FRONTEND: 'noninteractive',
        // The package would start a server of its own at once; ours is started when it is needed.
        RUNLEVEL: '1',
      },
    });
    if (status === 0) return undefined;
    const told = (stderr ?? String(error)).trim();
    if (!LOCKED.test(told)) return `apt-get ${args[0]} failed:\n${told}`;
    const holder = /held by process (\d+)/.exec(told)?.[1];
    const program =
      holder === undefined ? 'another program' : `another program (process ${holder})`;
    if (performance.now() >= wait.untilMs) {
      return `${program} still installs packages; try again when it is done`;
    }
    if (!wait.isSaid) wait.say(`${program} is installing packages; waiting until it is done`);
    wait.isSaid = true;
    sleep(wait.retryMs);
  }
}

function sleep(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
