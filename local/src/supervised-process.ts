import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { User } from '@onsale/records/server';
import { LogFile } from './log-file.ts';
import { readLogLine, say, showLogLine } from './terminal.ts';

/** The first pause before a crashed process is restarted; doubled with each crash in a row. */
const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 10_000;
/** A process that has run this long is healthy: its next crash counts as the first. */
const HEALTHY_AFTER_MS = 30_000;
/** This many failures in a row are reported; a single one may have been bad luck. */
const FAILING_AFTER = 2;
/** A process that has not ended by then is killed. */
const STOP_TIMEOUT_MS = 15_000;

export interface ProcessOptions {
  name: string;
  command: string;
  args: readonly string[];
  environment: NodeJS.ProcessEnv;
  /** Where this process is root and the child must not be. */
  user?: User;
  /** What tells it to end; SIGTERM by default. */
  stopSignal?: NodeJS.Signals;
  logFile: string;
  /** Keep its output in the log file only. */
  quiet?: boolean;
  /** A descriptor of this process that the child inherits as descriptor 3. */
  inheritedFd?: number;
  /** Called whenever `pid` changes. */
  onPidChange?: () => void;
  /** Called with a sentence when it has failed twice in a row; it is restarted all the same. */
  onFailing?: (sentence: string) => void;
}

/** A process that is restarted when it crashes, until it is stopped. */
export class SupervisedProcess {
  readonly #options: ProcessOptions;
  readonly #stopping = new AbortController();
  readonly #log: LogFile;
  /** The fatal messages so far; the same one isn't shown twice. */
  readonly #complaints = new Set<string>();
  #lastLine = '';
  #crashedOnPurpose = false;
  #child: ChildProcess | undefined;
  #running: Promise<void> | undefined;

  constructor(options: ProcessOptions) {
    this.#options = options;
    this.#log = new LogFile(options.logFile);
  }

  get name(): string {
    return this.#options.name;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    this.#running = this.#keepRunning();
  }

  /** Tells it to end, then SIGKILL for what does not end. Resolves when the process is gone. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const child = this.#child;
    child?.kill(this.#options.stopSignal ?? 'SIGTERM');
    const killer = setTimeout(() => child?.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await this.#running;
    clearTimeout(killer);
  }

  /** Kills it at once, with its own children, as if it had crashed: it is started again. */
  crash(): void {
    this.#crashedOnPurpose = true;
    this.#signalGroup();
  }

  /** Kills it at once, with its own children, for good. */
  kill(): void {
    this.#stopping.abort();
    this.#signalGroup();
  }

  #signalGroup(): void {
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    try {
      // It leads a process group, as nginx does with its workers.
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
      const isHealthy = performance.now() - startedAt > HEALTHY_AFTER_MS;
      if (isHealthy || this.#crashedOnPurpose) failures = 0;
      this.#crashedOnPurpose = false;
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
    const { command, args, environment, user, inheritedFd } = this.#options;
    // In a group of its own: Ctrl-C reaches this process only, which then ends the parts in order.
    const child = spawn(command, args, {
      ...user,
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
