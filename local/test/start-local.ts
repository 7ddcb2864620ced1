import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** `npm start` as a process. */
export interface Running {
  child: ChildProcess;
  lines: string[];
  said(pattern: RegExp): Promise<string>;
  /** The address of a service, once all are ready. */
  address(service: string): Promise<string>;
  /** The exit code. */
  ended: Promise<number | null>;
  stop(): Promise<void>;
}

/** Starts the system with only this environment; `DATA_DIR` and the ports must be in it. */
export function startLocal(environment: Record<string, string>): Running {
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      ...environment,
    },
  });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const said = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = lines.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      if (child.exitCode !== null)
        throw new Error(`ended without ${pattern}:\n${lines.join('\n')}`);
      await Promise.race([once(reader, 'line'), exited]);
    }
  };
  return {
    child,
    lines,
    said,
    address: async (service) =>
      /http:\S+/.exec(await said(new RegExp(`^ {2}${service} .*http:`)))?.[0] ?? '',
    ended: exited.then(([code]) => code),
    stop: async () => {
      child.kill('SIGINT');
      await exited;
    },
  };
}
