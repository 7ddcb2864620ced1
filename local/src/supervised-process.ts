import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { LogFile } from './log-file.ts';
import { readLogLine, say, showLogLine } from './terminal.ts';

/** First pause before a crashed process is started again; doubled with each crash in a row. */
const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 10_000;
/** A process that has run for so long is healthy: its next crash counts as the first. */
const HEALTHY_AFTER_MS = 30_000;
/** So many failures in a row are reported; the first may have been a moment's. */
const FAILING_AFTER = 2;
/** What has not ended by itself by then is killed. */
const STOP_TIMEOUT_MS = 15_000;

export interface ProcessOptions {
  name: string;
  command: string;
  args: readonly string[];
  environment: NodeJS.ProcessEnv;
  logFile: string;
  /** Keep its output in the log file only. */
  quiet?: boolean;
  /** A descriptor of ours that it gets as its descriptor 3. */
  inheritedFd?: number;
  /** Called whenever `pid` has changed. */
  onPidChange?: () => void;
  /** Called with a sentence when it has failed twice in a row; it is tried again all the same. */
  onFailing?: (sentence: string) => void;
}

/** A process that is started again when it crashes, until it is stopped. */
export class SupervisedProcess {
  readonly #options: ProcessOptions;
  readonly #stopping = new AbortController();
  readonly #log: LogFile;
  /** Why it could not start, as it said itself; not shown a second time. */
  readonly #complaints = new Set<string>();
  #lastLine = '';
  #child: ChildProcess | undefined;
  #running: Promise<void> | undefined;

  constructor(options: ProcessOptions) {
    this.#options = options;
    this.#log = new LogFile(options.logFile);
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    this.#running = this.#keepRunning();
  }

  /** SIGTERM, then SIGKILL for what does not end. Resolves when the process is gone. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const child = this.#child;
    child?.kill('SIGTERM');
    const killer = setTimeout(() => child?.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await this.#running;
    clearTimeout(killer);
  }

  /** Ends it at once, with what it has started itself. */
  kill(): void {
    this.#stopping.abort();
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    try {
      // It leads a group of its own, such as nginx and its workers.
      process.kill(-pid, 'SIGKILL');
    } catch {
      this.#child?.kill('SIGKILL');
    }
  }

  async #keepRunning(): Promise<void> {
    const { name, onFailing } = this.#options;
    const { signal } = this.#stopping;
    let failures = 0;
    while (!signal.aborted) {
      const startedAt = performance.now();
      const end = await this.#runOnce();
      if (signal.aborted) return;
      if (performance.now() - startedAt > HEALTHY_AFTER_MS) failures = 0;
      const backoffMs = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** failures);
      failures += 1;
      if (failures === FAILING_AFTER) onFailing?.(this.#describeFailing(end));
      if (signal.aborted) return;
      say(`${name} ended (${end}); starting it again in ${backoffMs} ms`);
      await delay(backoffMs, undefined, { signal }).catch(() => undefined);
    }
  }

  #describeFailing(end: string): string {
    const { name, logFile } = this.#options;
    const why = this.#complaints.size > 0 ? 'as it says above' : `${end}: ${this.#lastLine}`;
    return `${name} can't start, ${why}. Its log is ${logFile}`;
  }

  async #runOnce(): Promise<string> {
    const { command, args, environment, inheritedFd } = this.#options;
    // A group of its own: Ctrl-C reaches only us, and we end the parts in order.
    const child = spawn(command, args, {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', ...(inheritedFd === undefined ? [] : [inheritedFd])],
      detached: true,
    });
    this.#child = child;
    this.#options.onPidChange?.();
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => this.#take(line));
    }
    try {
      const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
      return signal ?? `exit code ${code}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      this.#child = undefined;
      this.#options.onPidChange?.();
    }
  }

  #take(line: string): void {
    this.#log.append(line);
    this.#lastLine = line;
    if (this.#options.quiet === true) return;
    const { level, msg } = readLogLine(line);
    if (level === 'fatal') {
      if (this.#complaints.has(msg)) return;
      this.#complaints.add(msg);
    }
    showLogLine(this.#options.name, { level, msg });
  }
}
