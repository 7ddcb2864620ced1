import * as perfHooks from 'node:perf_hooks';
import type { Percentiles } from '@onsale/contracts';

/** Longer than any request may take; anything longer is recorded as this. */
const HIGHEST_US = 3_600_000_000;

// New in Node 26, and not in @types/node yet.
interface Recordable {
  count: number;
  max: number;
  record(value: number): void;
  add(other: Recordable): void;
  reset(): void;
  percentilesAt(percentiles: readonly number[]): Map<number, number>;
  export(): Uint8Array;
}
const { createHistogram, importHistogram } = perfHooks as unknown as {
  createHistogram: (options: { lowest: number; highest: number; figures: number }) => Recordable;
  importHistogram: (data: Uint8Array) => Recordable;
};

/** An HDR histogram of times: accurate to 0.1 % from a microsecond to an hour, in constant memory. */
export class TimeHistogram {
  readonly #histogram = createHistogram({ lowest: 1, highest: HIGHEST_US, figures: 3 });

  record(ms: number): void {
    const us = Math.round(ms * 1000);
    this.#histogram.record(us < 1 ? 1 : us > HIGHEST_US ? HIGHEST_US : us);
  }

  get count(): number {
    return this.#histogram.count;
  }

  reset(): void {
    this.#histogram.reset();
  }

  add(other: TimeHistogram): void {
    this.#histogram.add(other.#histogram);
  }

  /** Adds what another process recorded; throws when the text is not an exported histogram. */
  addExported(text: string): void {
    this.#histogram.add(importHistogram(Buffer.from(text, 'base64')));
  }

  /** The whole histogram as text, which another process can merge without loss. */
  export(): string {
    return Buffer.from(this.#histogram.export()).toString('base64');
  }

  /** The values at the given percentiles, in milliseconds. */
  at(percentiles: readonly number[]): number[] {
    const at = this.#histogram.percentilesAt(percentiles);
    // A percentile is the upper edge of its bucket, which may lie above the highest value.
    return percentiles.map((p) => Math.min(at.get(p) ?? 0, this.#histogram.max) / 1000);
  }

  /** In milliseconds. */
  percentiles(): Percentiles {
    const { count } = this.#histogram;
    if (count === 0) return NOTHING_RECORDED;
    const [p50 = 0, p90 = 0, p95 = 0, p99 = 0, p999 = 0, max = 0] = this.at([
      50, 90, 95, 99, 99.9, 100,
    ]);
    return { count, p50, p90, p95, p99, p999, max };
  }
}

export const NOTHING_RECORDED: Percentiles = {
  count: 0,
  p50: null,
  p90: null,
  p95: null,
  p99: null,
  p999: null,
  max: null,
};
