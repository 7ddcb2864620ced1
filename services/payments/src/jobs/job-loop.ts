import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '@onsale/contracts';
import { claimPaymentJob, type DataGuard, type Ledger, type PaymentJob } from '@onsale/ledger';
import { isOutage } from '@onsale/redis';
import type { Logger } from '@onsale/service';
import { ProviderError } from '../provider/provider.ts';

/** A job that one process does at a time for all of them. */
export interface SharedJob {
  name: PaymentJob;
  /** How often each process tries to do it. */
  tryEveryMs: number;
  /** For how long a process has it, unless it keeps it; then another one may. */
  claimMs: number;
  /** How much time must have passed since its mark; undefined: none. */
  everyMs?: number;
  /** Does it, from its mark; `keep` must be called from time to time, and may move the mark. */
  run: (turn: JobTurn) => Promise<void>;
}

/** One turn of a job. */
export interface JobTurn {
  markMs: number | undefined;
  /** Redis' clock. */
  nowMs: number;
  /** Keeps the job for this process. Throws `LostJobError` when another one has it by now. */
  keep: (mark?: number) => Promise<void>;
  signal: AbortSignal;
}

/** The job took so long that another process has it now. */
export class LostJobError extends Error {
  constructor(name: PaymentJob) {
    super(`another process does the ${name} now`);
    this.name = 'LostJobError';
  }
}

/** Does a shared job whenever it is the turn of this process. */
export class JobLoop {
  readonly #job: SharedJob;
  readonly #parts: {
    ledger: Ledger;
    owner: string;
    guard: Pick<DataGuard, 'obstacle'>;
    logger: Logger;
  };
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    job: SharedJob,
    parts: { ledger: Ledger; owner: string; guard: Pick<DataGuard, 'obstacle'>; logger: Logger },
  ) {
    this.#job = job;
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      if (this.#parts.guard.obstacle === undefined) {
        await this.#turn().catch((error: unknown) => this.#note(error));
      }
      await delay(this.#job.tryEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #turn(): Promise<void> {
    const { name, claimMs, everyMs, run } = this.#job;
    const { ledger, owner } = this.#parts;
    const claim = { owner, claimMs, ...(everyMs === undefined ? {} : { everyMs }) };
    const turn = await claimPaymentJob(ledger, name, claim);
    if (turn === undefined) return;
    const keep = async (mark?: number) => {
      this.#stop.signal.throwIfAborted();
      const moved = mark === undefined ? {} : { mark };
      const kept = await claimPaymentJob(ledger, name, { owner, claimMs, ...moved });
      if (kept === undefined) throw new LostJobError(name);
    };
    await run({ ...turn, keep, signal: this.#stop.signal });
  }

  #note(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    const isPassing =
      isOutage(error) ||
      error instanceof ProviderError ||
      error instanceof LostJobError ||
      (error instanceof ApiError && error.code === 'ARCHIVE_UNAVAILABLE');
    const message = `the ${this.#job.name} was not completed`;
    this.#parts.logger[isPassing ? 'info' : 'error']({ err: error }, message);
  }
}
