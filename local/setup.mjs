// Makes a fresh clone ready: node modules, redis-server, nginx, and for the tests Chromium; then compiles
// the messages of the shop and builds its pages. Plain JavaScript, because it runs on whatever Node the
// machine has (20 or newer) before the project's own is installed.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { aptInstall } from './apt.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.onsale-setup`;

installNodeModules();
installRedis();
if (!process.argv.includes('--for-start')) {
  installFaketime();
  installPromtool();
  compileMessages();
}
installForFrontend();
buildFrontend();

function installNodeModules() {
  const lock = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('installing the node modules (once, about half a minute)');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

function installRedis() {
  if (onPath('redis-server')) return;
  // The tests start servers of their own; the system also runs on a Redis that is there already.
  const start = process.argv.includes('--for-start');
  if (start && (onPath('valkey-server') || process.env.REDIS_URL)) return;
  installPackages('redis-server', ['redis-server'], {
    macos: 'redis',
    instead: ', or set REDIS_URL to a Redis that is running',
  });
}

// Checks the alert rules; the Prometheus that comes with it is not started.
function installPromtool() {
  if (!onPath('promtool')) {
    installPackages('promtool', ['prometheus'], { macos: 'prometheus', instead: '' });
  }
}

function installForFrontend() {
  const start = process.argv.includes('--for-start');
  if (!onPath('nginx')) {
    // Everything but the shop's pages runs without it, and npm start says so.
    if (start && !canInstall()) return;
    installPackages('nginx', ['nginx', 'libnginx-mod-http-brotli-static'], {
      macos: 'nginx',
      instead: '',
    });
  }
  const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  if (!start && !browsers.some(onPath)) {
    installPackages('chromium', ['chromium'], { macos: '--cask chromium', instead: '' });
  }
}

// Type checks and tests import what the messages of the shop are compiled to.
function compileMessages() {
  run(`${root}node_modules/.bin/node`, [`${root}apps/shop/compile-messages.ts`]);
}

function buildFrontend() {
  const node = `${root}node_modules/.bin/node`;
  const build = [`${root}services/frontend/build/main.ts`, '--if-stale'];
  const { status } = spawnSync(node, build, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status === 0) return;
  say('the pages of the shop could not be built; why stands above');
  if (!process.argv.includes('--for-start')) process.exit(1);
}

// The tests move the clock of the processes with it.
function installFaketime() {
  if (!onPath('faketime')) {
    installPackages('faketime', ['faketime'], { macos: 'libfaketime', instead: '' });
  }
}

/** Installs Debian packages, or says in a sentence what the user has to install. */
function installPackages(what, packages, { macos, instead }) {
  if (!canInstall()) {
    say(
      `${what} is missing. Install ${packages.join(' ')} with your package manager ` +
        `(Debian and Ubuntu: sudo apt-get install ${packages.join(' ')}; macOS: brew install ${macos})${instead}, then try again.`,
    );
    process.exit(1);
  }
  say(`installing ${packages.join(' ')} with apt-get`);
  const problem = aptInstall(packages, { say });
  if (problem === undefined) return;
  say(problem);
  process.exit(1);
}

function canInstall() {
  return onPath('apt-get') && process.getuid?.() === 0;
}

// Debian keeps servers such as nginx where the PATH of an ordinary user does not look.
function onPath(command) {
  const search = `PATH=$PATH:/usr/local/sbin:/usr/sbin; command -v ${command}`;
  return spawnSync('sh', ['-c', search]).status === 0;
}

function run(command, args) {
  try {
    execFileSync(command, args, {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } catch {
    say(`${command} ${args.join(' ')} failed; what it says stands above`);
    process.exit(1);
  }
}

function say(text) {
  console.error(`onsale: ${text}`);
}
