import { setTimeout as delay } from 'node:timers/promises';
import type { TaskState } from '@onsale/contracts';
import { claimTask, keepTask, type Records, releaseTask, type Task } from '@onsale/records';
import type { Logger } from '@onsale/service';

/** How long a task of a killed process waits for another one. */
const LEASE_MS = 6000;
const KEEP_EVERY_MS = 1500;
/** How often tasks are looked for that another process has begun, or whose time has come. */
const LOOK_EVERY_MS = 1000;
/** After an error of ours or of what a task needs. */
const PAUSE_AFTER_ERROR_MS = 5000;

/** How a task goes on. */
export interface TaskStep {
  state: TaskState;
  inMs: number;
  /** What keeps it from going on, as a sentence for the team. */
  problem?: string | undefined;
}

/** Works on a task for a while; `signal` says that it must stop, and whoever goes on finds how far it came. */
export type WorkOnTask = (
  task: Task,
  work: { owner: string; signal: AbortSignal },
) => Promise<TaskStep>;

/**
 * Works on the tasks of the office, one at a time. Any number of processes do so: each task is claimed by
 * one of them, and what a killed one has left is taken up by another.
 */
export class TaskRunner {
  readonly #parts: { db: Records; owner: string; work: WorkOnTask; logger: Logger };
  readonly #stop = new AbortController();
  #woken = Promise.withResolvers<void>();
  #running: Promise<void> | undefined;

  constructor(parts: { db: Records; owner: string; work: WorkOnTask; logger: Logger }) {
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.wake();
    await this.#running;
  }

  /** Looks for a task at once, since one was just begun or changed. */
  wake(): void {
    this.#woken.resolve();
  }

  async #run(): Promise<void> {
    const { logger } = this.#parts;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      this.#woken = Promise.withResolvers();
      const task = await claimTask(this.#parts.db, this.#claim).catch((error: unknown) => {
        logger.debug({ err: error }, 'tasks could not be looked for');
        return undefined;
      });
      if (task !== undefined) await this.#workOn(task);
      else {
        const waiting = new AbortController();
        const pause = delay(LOOK_EVERY_MS, undefined, { signal: waiting.signal });
        await Promise.race([pause.catch(() => undefined), this.#woken.promise]);
        waiting.abort();
      }
    }
  }

  get #claim() {
    return { owner: this.#parts.owner, leaseMs: LEASE_MS };
  }

  async #workOn(task: Task): Promise<void> {
    const { db, owner, work, logger } = this.#parts;
    const lost = new AbortController();
    const keeping = setInterval(() => {
      keepTask(db, task.task_id, this.#claim).then(
        (kept) => {
          if (kept === undefined || kept.state === 'paused') lost.abort();
        },
        // Until its claim ends, it may be kept by the next try.
        (error: unknown) => logger.debug({ err: error }, 'a task could not be kept'),
      );
    }, KEEP_EVERY_MS);
    const signal = AbortSignal.any([this.#stop.signal, lost.signal]);
    let step: TaskStep;
    try {
      step = await work(task, { owner, signal });
    } catch (error) {
      logger.error({ err: error, task: task.task_id }, 'a task could not go on');
      const problem = 'an error of the office, which its log tells; it is tried again';
      step = { state: task.state, inMs: PAUSE_AFTER_ERROR_MS, problem };
    } finally {
      clearInterval(keeping);
    }
    await releaseTask(db, task.task_id, { owner, ...step }).catch((error: unknown) =>
      logger.warn({ err: error, task: task.task_id }, 'a task waits for the end of its claim'),
    );
  }
}
