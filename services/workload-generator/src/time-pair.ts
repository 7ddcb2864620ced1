import type { Percentiles } from '@onsale/contracts';
import { NOTHING_RECORDED, TimeHistogram } from './histogram.ts';

/**
 * A measured time over the whole run and over the last full second. Each value is recorded once, and
 * added to both when they are read or the second ends.
 */
export class TimePair {
  readonly #run = new TimeHistogram();
  readonly #second = new TimeHistogram();
  readonly #fresh = new TimeHistogram();
  #last = NOTHING_RECORDED;

  record(ms: number): void {
    this.#fresh.record(ms);
  }

  /** Ends a second and returns its percentiles. */
  closeSecond(): Percentiles {
    this.#fold();
    this.#last = this.#second.percentiles();
    this.#second.reset();
    return this.#last;
  }

  show(): { run: Percentiles; second: Percentiles } {
    this.#fold();
    return { run: this.#run.percentiles(), second: this.#last };
  }

  export(): string {
    this.#fold();
    return this.#run.export();
  }

  #fold(): void {
    if (this.#fresh.count === 0) return;
    this.#run.add(this.#fresh);
    this.#second.add(this.#fresh);
    this.#fresh.reset();
  }
}
