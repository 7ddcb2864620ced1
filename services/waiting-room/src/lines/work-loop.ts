import { setTimeout as delay } from 'node:timers/promises';
import { isOutage } from '@onsale/redis';

/** What is done again and again. */
export interface Work {
  run: () => Promise<void>;
  /** After how many ms to run again; `isQuiet`: unless somebody wakes it. */
  pause: () => { ms: number; isQuiet: boolean };
  /** It failed. `fault` is undefined in an outage, and when it is the one that was told before. */
  failed: (fault: unknown) => void;
}

/** Does something as long as it is not closed, whatever fails. */
export class WorkLoop {
  readonly #work: Work;
  readonly #stop = new AbortController();
  #working: Promise<void> | undefined;
  #lastFault: string | undefined;
  #wake: (() => void) | undefined;

  constructor(work: Work) {
    this.#work = work;
  }

  start(): void {
    this.#working = this.#workForever();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#working;
  }

  /** Ends a quiet pause. */
  wake(): void {
    this.#wake?.();
  }

  async #workForever(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#work.run();
        this.#lastFault = undefined;
      } catch (error) {
        this.#work.failed(this.#newFaultOf(error));
      }
      await this.#pause(signal);
    }
  }

  // Once for each fault, however often it comes back. The connection reports outages itself.
  #newFaultOf(error: unknown): unknown {
    const fault = isOutage(error) ? undefined : String(error);
    const isNew = fault !== this.#lastFault;
    this.#lastFault = fault;
    return fault !== undefined && isNew ? error : undefined;
  }

  async #pause(stop: AbortSignal): Promise<void> {
    const { ms, isQuiet } = this.#work.pause();
    if (!isQuiet) {
      await delay(ms, undefined, { signal: stop }).catch(() => undefined);
      return;
    }
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    const signal = AbortSignal.any([stop, woken.signal]);
    await delay(ms, undefined, { signal }).catch(() => undefined);
    this.#wake = undefined;
  }
}
