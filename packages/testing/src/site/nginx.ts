import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, freePorts } from '../index.ts';

const script = fileURLToPath(
  new URL('../../../../services/frontend/nginx/start.sh', import.meta.url),
);

export interface Nginx {
  url: string;
  /** Of its first process; the others are its children. */
  pid: number;
  /** Of the console; nothing listens there without `OFFICE_URL`. */
  consoleUrl: string;
  /** Its access log, if it has one, and what it has complained about so far. */
  log(): string;
  /** Tells it to end gracefully, and waits until it has ended; `stop` cleans up. */
  quit(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the real nginx by its real start script, on a free port unless `PORT` is given, with this environment; with the
 * laboratory, unless it says otherwise.
 */
export async function startNginx(environment: Record<string, string>): Promise<Nginx> {
  const runFolder = await mkdtemp(join(tmpdir(), 'onsale-nginx-'));
  const [freePort = 0, freeConsolePort = 0] = await freePorts(2);
  const port = environment['PORT'] ?? String(freePort);
  const consolePort = environment['CONSOLE_PORT'] ?? String(freeConsolePort);
  const variables = {
    PORT: port,
    CONSOLE_PORT: consolePort,
    RUN_DIR: runFolder,
    ACCESS_LOG: 'off',
    LAB: 'on',
    // On a busy machine, a gateway that takes a second need not hang.
    GATEWAY_TIMEOUT_MS: '20000',
    ...environment,
  };
  // A file, because nginx opens the access log by its name, and a pipe of Node's has none.
  const outputFile = join(runFolder, 'output');
  const output = await open(outputFile, 'a');
  const child = spawn(
    'env',
    [...Object.entries(variables).map(([name, value]) => `${name}=${value}`), 'sh', script],
    { stdio: ['ignore', output.fd, 'pipe'] },
  );
  const end = () => child.kill('SIGTERM');
  process.once('exit', end);
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += String(chunk);
  });
  let hasEnded = false;
  const exited = once(child, 'close').then(async ([code]) => {
    hasEnded = true;
    process.removeListener('exit', end);
    await output.close();
    return code as number | null;
  });
  const url = `http://127.0.0.1:${port}`;
  const answers = eventually(
    async () => (await fetch(`${url}/livez`).catch(() => undefined))?.status,
    (status) => status === 200 || hasEnded,
  );
  await Promise.race([exited, answers]);
  const code = hasEnded ? await exited : 'up';
  if (code !== 'up') throw new Error(`nginx ended (${code}):\n${errors}`);
  let stopped: string | undefined;
  return {
    url,
    pid: child.pid ?? 0,
    consoleUrl: `http://127.0.0.1:${consolePort}`,
    log: () => (stopped ?? readFileSync(outputFile, 'utf8')) + errors,
    quit: async () => {
      child.kill('SIGQUIT');
      await exited;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      stopped = await readFile(outputFile, 'utf8');
      await rm(runFolder, { recursive: true, force: true });
    },
  };
}
