// Shows how far a long step of the setup is. Plain JavaScript, as setup.mjs is.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A terminal is told every second on one line, a log every ten on lines of their own. */
const ON_TERMINAL_MS = 1000;
const IN_LOG_MS = 10_000;

/**
 * Runs a command without its output, and shows the seconds and what `count` says. Resolves to whether it
 * failed; what it complains of is shown.
 */
export async function runWithProgress([command, ...args], { cwd, count, say }) {
  const startedAt = performance.now();
  const isTerminal = process.stderr.isTTY;
  const tell = () => {
    const line = `    ${count()} (${Math.round((performance.now() - startedAt) / 1000)} s)`;
    if (isTerminal) process.stderr.write(`\r${line}`);
    else say(line.trimStart());
  };
  const timer = setInterval(tell, isTerminal ? ON_TERMINAL_MS : IN_LOG_MS);
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (chunk) => (complaints += chunk));
  const failed = await new Promise((resolve) => {
    child.once('error', (error) => {
      complaints += String(error);
      resolve(true);
    });
    child.once('close', (code) => resolve(code !== 0));
  });
  clearInterval(timer);
  if (isTerminal) process.stderr.write('\r\u001b[K');
  if (complaints !== '') process.stderr.write(`${complaints.trimEnd()}\n`);
  return failed;
}

/**
 * Says how many packages of a lock file are in `node_modules`; those that are only for some systems don't
 * count.
 */
export function countPackages(root, lock) {
  const folders = Object.entries(lock.packages)
    .filter(([path, { link, optional }]) => path.includes('node_modules/') && !link && !optional)
    .map(([path]) => `${root}${path}/package.json`);
  return () => {
    const found = folders.filter((file) => existsSync(file)).length;
    return found < folders.length ? `${found} of ${folders.length} packages` : 'finishing';
  };
}
