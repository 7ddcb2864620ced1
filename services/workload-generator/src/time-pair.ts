import type { Percentiles } from '@onsale/contracts';
import { NOTHING_RECORDED, TimeHistogram } from './histogram.ts';

/** One measured time of a run: over the whole of it, and over the last full second. */
export class TimePair {
  readonly run = new TimeHistogram();
  readonly #current = new TimeHistogram();
  #last = NOTHING_RECORDED;

  record(ms: number): void {
    this.run.record(ms);
    this.#current.record(ms);
  }

  /** Ends a second and tells what was in it. */
  closeSecond(): Percentiles {
    this.#last = this.#current.percentiles();
    this.#current.reset();
    return this.#last;
  }

  show(): { run: Percentiles; second: Percentiles } {
    return { run: this.run.percentiles(), second: this.#last };
  }
}
