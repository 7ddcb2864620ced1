import type { Line } from '@onsale/contracts';

interface Sample {
  atMs: number;
  admitted: number;
  hasWaiting: boolean;
}

/** From this time the pace is told. */
const REMEMBERED_MS = 180_000;
/** What is counted of it: the people admitted in each of these, one beginning with every sample. */
const WINDOW_MS = 10_000;
/** Before that, what was seen since people began to wait, once it is this long. */
const LEAST_WINDOW_MS = 3000;
/** Samples come once a second; more would only cost. */
const LEAST_APART_MS = 900;

/**
 * How many people are admitted in a minute, as the last minutes let expect: not one number, but what it is in nine, in
 * five and in one of ten cases. Times without anybody who waits say nothing of it.
 */
export class PaceEstimate {
  readonly #samples: Sample[] = [];

  /** To be called about once a second; `atMs` is a time in ms of which only differences count. */
  add(sample: Sample): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && sample.atMs - last.atMs < LEAST_APART_MS) return;
    this.#samples.push(sample);
    while ((this.#samples[0]?.atMs ?? Infinity) < sample.atMs - REMEMBERED_MS) {
      this.#samples.shift();
    }
  }

  /** Undefined while too little was seen. */
  get perMinute(): Line['perMinute'] {
    const rates = this.#rates();
    if (rates.length === 0) return undefined;
    const at = (share: number) => rates[Math.round(share * (rates.length - 1))] ?? 0;
    return { slow: rounded(at(0.1)), usual: rounded(at(0.5)), fast: rounded(at(0.9)) };
  }

  // Of all windows in which people waited from beginning to end, the slowest first.
  #rates(): number[] {
    const rates: number[] = [];
    let runStart = 0;
    let start = 0;
    for (const [i, end] of this.#samples.entries()) {
      if (!end.hasWaiting) {
        runStart = i + 1;
        continue;
      }
      start = Math.max(start, runStart);
      while (start < i && end.atMs - (this.#samples[start + 1]?.atMs ?? 0) >= WINDOW_MS) start++;
      const begin = this.#samples[start] ?? end;
      if (end.atMs - begin.atMs >= WINDOW_MS) rates.push(perMinute(begin, end));
    }
    const [first, last] = [this.#samples[runStart], this.#samples.at(-1)];
    if (rates.length === 0 && first !== undefined && last !== undefined) {
      if (last.atMs - first.atMs >= LEAST_WINDOW_MS) rates.push(perMinute(first, last));
    }
    return rates.sort((a, b) => a - b);
  }
}

function perMinute(begin: Sample, end: Sample): number {
  return ((end.admitted - begin.admitted) / (end.atMs - begin.atMs)) * 60_000;
}

// More digits would claim what nobody knows.
function rounded(rate: number): number {
  return rate >= 10 ? Math.round(rate) : Math.round(rate * 10) / 10;
}
