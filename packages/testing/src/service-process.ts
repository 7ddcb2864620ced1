import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeSettings } from '@onsale/service';
import { endWithUs } from './end-with-us.ts';
import { eventually } from './eventually.ts';

/** One line of a service's log. */
export type LogLine = Record<string, unknown> & { level: string; msg: string };

export interface ServiceProcess {
  pid: number;
  /** All log lines so far. */
  log: LogLine[];
  /** Resolves with the first line, past or future, that matches. */
  logged(matches: (line: LogLine) => boolean): Promise<LogLine>;
  /** Its URL, once it listens. */
  url(): Promise<string>;
  /** Its URL, once it is ready. */
  ready(): Promise<string>;
  signal(signal: NodeJS.Signals): void;
  /** Resolves with the exit code, or the name of the signal that ended it. */
  exited: Promise<number | NodeJS.Signals>;
  /** Sends SIGTERM and waits for the exit. */
  stop(): Promise<void>;
}

/** The root folder, unless a test uses another checkout. */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** The same folder as `npm start` uses. */
const COMPILE_CACHE = join(ROOT, 'node_modules/.cache/onsale');

/**
 * Starts the real process of a service as `npm start` does, with only this environment. With
 * `unread`, its log is discarded, so that a benchmark measures the service and not the reader.
 */
export function startService(
  service: string,
  environment: Record<string, string>,
  options: { root?: string; unread?: boolean } = {},
): ServiceProcess {
  const child = spawn(process.execPath, commandOf(service, options.root ?? ROOT), {
    env: {
      PATH: process.env['PATH'],
      DRAIN_MS: '0',
      PORT: '0',
      AUDIT_PORT: '0',
      ...nodeSettings(COMPILE_CACHE),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  endWithUs(child);
  const exited = waitForExit(child);

  const log: LogLine[] = [];
  const lines = new EventEmitter().setMaxListeners(100);
  if (options.unread === true) child.stdout.resume();
  else {
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as LogLine;
      log.push(line);
      lines.emit('line', line);
    });
  }
  const logged = async (matches: (line: LogLine) => boolean): Promise<LogLine> => {
    const past = log.find(matches);
    if (past !== undefined) return past;
    return await new Promise<LogLine>((resolve, reject) => {
      const look = (line: LogLine) => {
        if (!matches(line)) return;
        lines.off('line', look);
        resolve(line);
      };
      lines.on('line', look);
      void exited.then((code) =>
        reject(
          new Error(`${service} ended (${code}) without logging the expected line:\n${show(log)}`),
        ),
      );
    });
  };
  const url = async () => String((await logged((line) => typeof line['url'] === 'string'))['url']);
  return {
    pid: child.pid ?? 0,
    log,
    logged,
    url,
    ready: async () => {
      const address = await url();
      await eventually(
        async () => (await fetch(`${address}/readyz`)).status,
        (status) => status === 200,
      );
      return address;
    },
    signal: (signal) => void child.kill(signal),
    exited,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

// The audit is an admin command, and the recorder another process of the office.
function commandOf(service: string, root: string): string[] {
  if (service === 'audit') return [join(root, 'admin/src/main.ts'), 'audit', '--serve'];
  if (service === 'recorder') return [join(root, 'services/office/src/recorder/main.ts')];
  return [join(root, 'services', service, 'src/main.ts')];
}

async function waitForExit(child: ChildProcess): Promise<number | NodeJS.Signals> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return code ?? signal ?? 0;
}

function show(log: readonly LogLine[]): string {
  return log.map((line) => JSON.stringify(line)).join('\n');
}
