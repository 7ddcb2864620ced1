import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, freePorts } from '@onsale/testing';

const script = fileURLToPath(new URL('../nginx/start.sh', import.meta.url));

export interface Nginx {
  url: string;
  /** What it has complained about so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts the real nginx by its real start script, on a free port, with this environment. */
export async function startNginx(environment: Record<string, string>): Promise<Nginx> {
  const runFolder = await mkdtemp(join(tmpdir(), 'onsale-nginx-'));
  const [port = 0] = await freePorts(1);
  const variables = { PORT: String(port), RUN_DIR: runFolder, ACCESS_LOG: 'off', ...environment };
  const child = spawn(
    'env',
    [...Object.entries(variables).map(([name, value]) => `${name}=${value}`), 'sh', script],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const end = () => child.kill('SIGTERM');
  process.once('exit', end);
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      log += String(chunk);
    });
  }
  const exited = once(child, 'exit').then(([code]) => {
    process.removeListener('exit', end);
    return code as number | null;
  });
  const url = `http://127.0.0.1:${port}`;
  const answers = eventually(
    async () => (await fetch(`${url}/livez`).catch(() => undefined))?.status,
    (status) => status === 200,
  );
  const code = await Promise.race([exited, answers.then(() => 'up' as const)]);
  if (code !== 'up') throw new Error(`nginx ended (${code}):\n${log}`);
  return {
    url,
    log: () => log,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      await rm(runFolder, { recursive: true, force: true });
    },
  };
}
