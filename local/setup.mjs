// Makes a fresh clone ready: node modules, redis-server, nginx, and for the tests Chromium; then compiles
// the messages of the pages and builds them. Says each step that takes time, and how far it is. Plain
// JavaScript, because it runs on whatever Node the machine has (20 or newer) before the project's own is
// installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { aptInstall } from './apt.mjs';
import { countPackages, runWithProgress } from './progress.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.onsale-setup`;
const forStart = process.argv.includes('--for-start');
// All that commands need that neither start the system here nor test it, such as the build of images.
const modulesOnly = process.argv.includes('--modules-only');
const canInstall = onPath('apt-get') && process.getuid?.() === 0;

const steps = [
  installNodeModules(),
  ...(modulesOnly ? [] : missingPackages().map(installPackages)),
  forStart || modulesOnly ? undefined : compileMessages(),
  modulesOnly ? undefined : buildFrontend(),
].filter((step) => step !== undefined);
const told = steps.filter(({ what }) => what !== undefined);
for (const step of steps) {
  const { what, run } = step;
  if (what !== undefined) say(`[${told.indexOf(step) + 1}/${told.length}] ${what}`);
  await run();
}

function installNodeModules() {
  const text = readFileSync(`${root}package-lock.json`);
  const lock = createHash('sha256').update(text).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return undefined;
  const run = async () => {
    const count = countPackages(root, JSON.parse(text.toString()));
    const command = ['npm', 'ci', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
    const failed = await runWithProgress(command, { cwd: root, count, say });
    if (failed) end(`${command.join(' ')} failed; what it says stands above`);
    writeFileSync(stamp, lock);
  };
  return { what: 'installing the node modules (once, about a minute)', run };
}

/** The programs that this machine lacks, with the Debian packages that have them. */
function missingPackages() {
  const missing = [];
  const add = (what, packages, more = {}) => missing.push({ what, packages, ...more });
  // The tests start servers of their own; the system also runs on a Redis that is there already.
  const hasRedis = forStart && (onPath('valkey-server') || process.env.REDIS_URL);
  if (!onPath('redis-server') && !hasRedis) {
    const instead = ', or set REDIS_URL to a Redis that is running';
    add('redis-server', ['redis-server'], { macos: 'redis', instead });
  }
  // Everything but the pages runs without nginx, and npm start says so.
  if (!onPath('nginx') && (canInstall || !forStart)) {
    add('nginx', ['nginx', 'libnginx-mod-http-brotli-static']);
  }
  if (forStart) return missing;
  // The tests move the clock of processes, check alert rules, and open the pages.
  if (!onPath('faketime')) add('faketime', ['faketime'], { macos: 'libfaketime' });
  if (!onPath('promtool')) add('promtool', ['prometheus']);
  const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  if (!browsers.some(onPath)) add('chromium', ['chromium'], { macos: '--cask chromium' });
  return missing;
}

function installPackages({ what, packages, macos = packages[0], instead = '' }) {
  const run = async () => {
    if (!canInstall) {
      end(
        `${what} is missing. Install ${packages.join(' ')} with your package manager ` +
          `(Debian and Ubuntu: sudo apt-get install ${packages.join(' ')}; macOS: brew install ${macos})${instead}, then try again.`,
      );
    }
    const problem = aptInstall(packages, { say });
    if (problem !== undefined) end(problem);
  };
  return { what: `installing ${packages.join(' ')} with apt-get`, run };
}

// Type checks and tests import what the messages of the pages are compiled to.
function compileMessages() {
  const run = async () => {
    const { status } = spawnSync('npm', ['run', '--silent', 'messages'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) end('the messages of the pages could not be compiled; why stands above');
  };
  return { what: undefined, run };
}

// Whether they are stale is only known once the node modules are there.
function buildFrontend() {
  const isFirst = !existsSync(`${root}services/frontend/dist/index.html`);
  const run = async () => {
    const node = `${root}node_modules/.bin/node`;
    const build = [`${root}services/frontend/build/main.ts`, '--if-stale'];
    const { status } = spawnSync(node, build, {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status === 0) return;
    const problem = 'the pages could not be built; why stands above';
    if (!forStart) end(problem);
    say(problem);
  };
  return { what: isFirst ? 'building the pages of shop, console and laboratory' : undefined, run };
}

// Debian keeps servers such as nginx where the PATH of an ordinary user does not look.
function onPath(command) {
  const search = `PATH=$PATH:/usr/local/sbin:/usr/sbin; command -v ${command}`;
  return spawnSync('sh', ['-c', search]).status === 0;
}

function end(text) {
  say(text);
  process.exit(1);
}

function say(text) {
  console.error(`onsale: ${text}`);
}
