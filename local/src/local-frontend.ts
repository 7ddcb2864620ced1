import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { SupervisedProcess } from './supervised-process.ts';
import { say } from './terminal.ts';

/** Of this machine. */
const OWN_NAMES = 'localhost,127.0.0.1,[::1]';

/**
 * The public door of `npm start`: the built pages behind the real nginx, by the same start script as
 * in a container. Where it can't run it says why and returns undefined; everything else runs without.
 */
export function createFrontend(options: {
  root: string;
  port: number;
  consolePort: number;
  publicUrl: string;
  /** Of the services behind it, by the names of its variables. */
  urls: Record<string, string>;
  /** Where processes are killed, if they may be. */
  kill?: { url: string; tokenFile: string };
  runFolder: string;
  environment: NodeJS.ProcessEnv;
  logFile: string;
  onPidChange: () => void;
  onFailing: (sentence: string) => void;
}): SupervisedProcess | undefined {
  const folder = `${options.root}services/frontend`;
  const script = `${folder}/nginx/start.sh`;
  if (spawnSync('sh', [script, '--find']).status !== 0) {
    say(
      'no shop pages: nginx is missing. Install it (Debian and Ubuntu: sudo apt-get install nginx; ' +
        'macOS: brew install nginx) and start again; everything else runs',
    );
    return undefined;
  }
  if (!existsSync(`${folder}/dist/index.html`)) {
    say('no shop pages: they are not built yet. Run: npm run build -w @onsale/frontend');
    return undefined;
  }
  return new SupervisedProcess({
    name: 'frontend',
    command: 'sh',
    args: [script],
    environment: {
      LAB: 'on',
      // The machine has other work, and one of them serves more requests than it can send.
      WORKER_PROCESSES: '2',
      ...options.environment,
      ...trust(options.environment),
      PUBLIC_URL: options.publicUrl,
      PORT: String(options.port),
      // Without the office there is no console.
      ...(options.consolePort === 0 ? {} : { CONSOLE_PORT: String(options.consolePort) }),
      ...options.urls,
      LOCAL_URL: options.kill?.url ?? '',
      LOCAL_TOKEN_FILE: options.kill?.tokenFile ?? '',
      RUN_DIR: options.runFolder,
      WEB_ROOT: `${folder}/dist`,
      // A line for each request of a load on the same machine would help nobody.
      ACCESS_LOG: 'off',
    },
    logFile: options.logFile,
    onPidChange: options.onPidChange,
    onFailing: options.onFailing,
  });
}

// Nothing stands in front unless the environment says so. On this machine alone, the shop goes by its
// names alone: a page of another site could give itself a name that leads here.
function trust(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const {
    HOST = '',
    TRUSTED_PROXIES = '',
    UNLIMITED_CLIENTS = '',
    SHOP_HOSTS = '',
    CONSOLE_HOSTS = '',
  } = environment;
  const isLoopback = HOST === '' || HOST === '::1' || HOST.startsWith('127.');
  return {
    // The crowd of a rehearsal comes from this machine.
    UNLIMITED_CLIENTS: UNLIMITED_CLIENTS === '' ? '127.0.0.1,::1' : UNLIMITED_CLIENTS,
    TRUSTED_PROXIES: TRUSTED_PROXIES === '' ? 'none' : TRUSTED_PROXIES,
    ...(isLoopback && SHOP_HOSTS === '' ? { SHOP_HOSTS: OWN_NAMES } : {}),
    ...(isLoopback && CONSOLE_HOSTS === '' ? { CONSOLE_HOSTS: OWN_NAMES } : {}),
  };
}
