import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { endWithUs, freePorts } from '@onsale/testing';
import { type Core, pin } from './pin.ts';

const SOURCE = fileURLToPath(new URL('../peers/python/', import.meta.url));
/** Its libraries, kept from run to run. */
const LIBRARIES = fileURLToPath(
  new URL('../../../node_modules/.cache/python-shop', import.meta.url),
);

/** A program of the shop in Python. */
export interface PythonProgram {
  url: string;
  /** Processes that work for it. */
  pids: () => number[];
  stop: () => Promise<void>;
}

/** Installs the libraries of the shop in Python; answers why not, if this machine has no Python that can. */
export function preparePython(): string | undefined {
  const wanted = readFileSync(join(SOURCE, 'requirements.txt'), 'utf8');
  const mark = join(LIBRARIES, 'requirements.txt');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return undefined;
  const python = join(LIBRARIES, 'bin', 'python');
  for (const [command, ...args] of [
    ['python3', '-m', 'venv', '--clear', LIBRARIES],
    [python, '-m', 'pip', 'install', '--quiet', '-r', join(SOURCE, 'requirements.txt')],
    ['cp', join(SOURCE, 'requirements.txt'), mark],
  ] as [string, ...string[]][]) {
    const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status === 0) continue;
    const [why = ''] = (error?.message ?? stderr).trim().split('\n').slice(-1);
    return `${command} ${args.slice(0, 2).join(' ')} failed: ${why}`;
  }
  return undefined;
}

/** Starts Flask behind gunicorn. */
export async function startFlask(
  redisSocket: string,
  options: { core: Core; workers: number; threads: number },
): Promise<PythonProgram> {
  const [port = 0] = await freePorts(1);
  const args = [
    ...['-m', 'gunicorn', 'shop:app', '--bind', `127.0.0.1:${port}`, '--chdir', SOURCE],
    ...['--worker-class', 'gthread', '--keep-alive', '75', '--worker-connections', '1000'],
    ...['--workers', String(options.workers), '--threads', String(options.threads)],
  ];
  const child = startPython(args, redisSocket, 'stderr');
  await until(child, options.workers, /Booting worker/);
  return programOf(child, options.core, `http://127.0.0.1:${port}`);
}

/** Starts the worker that settles. */
export async function startPythonWorker(redisSocket: string, core: Core): Promise<PythonProgram> {
  const child = startPython([join(SOURCE, 'worker.py')], redisSocket, 'stdout');
  await until(child, 1, /^ready/);
  return programOf(child, core, '');
}

function startPython(args: string[], redisSocket: string, log: 'stdout' | 'stderr'): ChildProcess {
  const child = spawn(join(LIBRARIES, 'bin', 'python'), args, {
    env: { PATH: process.env['PATH'], REDIS_SOCKET: redisSocket, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', log === 'stdout' ? 'pipe' : 'ignore', log === 'stderr' ? 'pipe' : 'ignore'],
  });
  endWithUs(child);
  return child;
}

async function until(child: ChildProcess, times: number, said: RegExp): Promise<void> {
  let heard = 0;
  const input = child.stdout ?? child.stderr;
  if (input === null) throw new Error('nothing to read');
  for await (const line of createInterface({ input })) {
    if (said.test(line)) heard += 1;
    if (heard === times) break;
  }
  if (heard < times) throw new Error('the shop in Python ended before it was ready');
  input.resume();
}

function programOf(child: ChildProcess, core: Core, url: string): PythonProgram {
  const exited = once(child, 'exit');
  const pids = () => [child.pid ?? 0, ...childrenOf(child.pid ?? 0)];
  for (const pid of pids()) pin(pid, core);
  return {
    ...{ url, pids },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}
