import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { endWithUs } from '@onsale/testing';

/** Longer than anything takes that a test waits to hear of, also on a busy machine. */
const SAY_TIMEOUT_MS = 180_000;

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** `npm start` as a process. */
export interface Running {
  child: ChildProcess;
  lines: string[];
  /** The first line that matches, past or future, but none of the first `from`. */
  said(pattern: RegExp, from?: number): Promise<string>;
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
  endWithUs(child);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  // By then every line has been read.
  const exited = once(child, 'close') as Promise<[number | null]>;
  let isClosed = false;
  void exited.then(() => (isClosed = true));
  const said = async (pattern: RegExp, from = 0): Promise<string> => {
    const signal = AbortSignal.timeout(SAY_TIMEOUT_MS);
    for (;;) {
      const found = lines.slice(from).find((line) => pattern.test(line));
      if (found !== undefined) return found;
      const failure = isClosed ? 'ended without' : signal.aborted && 'did not say';
      if (failure !== false) throw new Error(`${failure} ${pattern}:\n${lines.join('\n')}`);
      await Promise.race([once(reader, 'line', { signal }).catch(() => undefined), exited]);
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
