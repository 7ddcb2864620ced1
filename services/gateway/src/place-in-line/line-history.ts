import type { PlaceInLine } from '@onsale/contracts';
import type { LineLength } from '@onsale/ledger';

/** The length of a line at one moment: Unix time in ms. */
export interface LineSample extends LineLength {
  atMs: number;
}

/** How many orders had been placed at a moment. */
interface Mark {
  atMs: number;
  placed: number;
}

/** How often a line is looked at. */
export const LOOK_MS = 500;

/** Without a sample for this long, nothing is known of the line any more. */
const FRESH_MS = 3000;
/** The pace is that of this time. */
const PACE_MS = 5000;
/** So much of it must have been spent settling, or it says nothing. */
const LEAST_BUSY_MS = 900;
/** An order that the line has passed for this long waits for something else. */
const PASSED_MS = 10_000;
/** Half of the marks are dropped beyond this, so that a line of hours costs no more. */
const MOST_MARKS = 2000;

/**
 * The line of one shard as it was seen from time to time, and from that the place of each order in
 * it. Orders are settled in about the order in which they were placed, so an order has those before
 * it that were placed until then and are not settled yet; of those that came between two looks any
 * may have been first, so they all count.
 */
export class LineHistory {
  /** From the last one before all orders in line on. */
  #marks: Mark[] = [];
  /** Of the time that the pace is taken from, the last one last. */
  #recent: LineSample[] = [];

  /** Whether nothing was seen yet, so that `begin` must say since when the first in line waits. */
  get isEmpty(): boolean {
    return this.#recent.length === 0;
  }

  /** Whether orders were in line when it was last seen. */
  get hasBacklog(): boolean {
    return (this.#recent.at(-1)?.waiting ?? 0) > 0;
  }

  /** The first sample of a line whose first order was placed at this moment, if there is one. */
  begin(sample: LineSample, firstAtMs: number | undefined): void {
    // What is in line is taken to have been placed evenly since then.
    if (firstAtMs !== undefined && firstAtMs < sample.atMs) {
      this.#marks.push({ atMs: firstAtMs, placed: settledIn(sample) });
    }
    this.add(sample);
  }

  add(sample: LineSample): void {
    const last = this.#recent.at(-1);
    // Counted anew, as after the reset of a rehearsal.
    if (last !== undefined && sample.placed < last.placed) {
      this.#marks = [];
      this.#recent = [];
    }
    this.#recent.push(sample);
    while ((this.#recent[1]?.atMs ?? Infinity) <= sample.atMs - PACE_MS) this.#recent.shift();
    this.#marks.push({ atMs: sample.atMs, placed: sample.placed });
    const settled = settledIn(sample);
    while ((this.#marks[1]?.placed ?? Infinity) <= settled) this.#marks.shift();
    if (this.#marks.length > MOST_MARKS) this.#marks = this.#marks.filter((_, i) => i % 2 === 0);
  }

  /** The place of a pending order in line; undefined when it is not known. */
  placeOf(createdAtMs: number, nowMs: number): PlaceInLine | undefined {
    const last = this.#recent.at(-1);
    if (last === undefined || nowMs - last.atMs > FRESH_MS) return undefined;
    const number = this.#numberAt(createdAtMs, last);
    if (number === undefined) return undefined;
    const ahead = Math.max(0, Math.round(number - 1 - settledIn(last)));
    const pace = this.#pacePerS();
    const isPassed = ahead === 0 && nowMs - createdAtMs > PASSED_MS;
    const estimateS = pace === undefined || isPassed ? null : Math.ceil((ahead + 1) / pace);
    return {
      ahead: twoDigits(ahead, Math.round),
      estimateS: estimateS === null ? null : twoDigits(estimateS, Math.ceil),
    };
  }

  // How many orders had been placed at this moment: at the most, if that is not known exactly.
  #numberAt(timeMs: number, last: LineSample): number | undefined {
    if (timeMs <= last.atMs) return Math.min(last.placed, this.#placedBy(timeMs + LOOK_MS));
    // A line that nobody stood in says nothing of what has come since.
    if (last.waiting === 0) return undefined;
    return this.#placedBy(Math.min(timeMs, last.atMs + FRESH_MS));
  }

  // In between marks, and beyond the last, by the straight line.
  #placedBy(timeMs: number): number {
    const index = this.#marks.findLastIndex(({ atMs }) => atMs <= timeMs);
    const [a, b] = [this.#marks[index], this.#marks[index + 1]];
    // Before all that are in line.
    if (a === undefined) return b?.placed ?? 0;
    if (b !== undefined) return between(a, b, timeMs);
    const previous = this.#marks[index - 1];
    return previous === undefined ? a.placed : between(previous, a, timeMs);
  }

  // Orders settled per second while there were any; undefined when too little was seen of that.
  #pacePerS(): number | undefined {
    let [busyMs, settled] = [0, 0];
    for (const [i, sample] of this.#recent.entries()) {
      const before = this.#recent[i - 1];
      if (before === undefined || before.waiting === 0) continue;
      busyMs += sample.atMs - before.atMs;
      settled += settledIn(sample) - settledIn(before);
    }
    return busyMs < LEAST_BUSY_MS || settled <= 0 ? undefined : (settled / busyMs) * 1000;
  }
}

function settledIn({ placed, waiting }: LineLength): number {
  return placed - waiting;
}

function between(a: Mark, b: Mark, timeMs: number): number {
  if (b.atMs <= a.atMs) return b.placed;
  return a.placed + ((b.placed - a.placed) * (timeMs - a.atMs)) / (b.atMs - a.atMs);
}

// More digits would claim what nobody knows, and change all the time.
function twoDigits(number: number, round: (number: number) => number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, number))) - 1);
  return round(number / unit) * unit;
}
