import type { LinePaceLimits } from '@onsale/ledger';
import type { ShopState } from './judge-shop.ts';

/** A line at one moment. */
export interface LineReading {
  /** Time in ms; only differences count. */
  atMs: number;
  /** How many people were ever admitted, by any process. */
  admitted: number;
  /** How many of them have ordered. */
  served: number;
  waiting: number;
  turns: number;
}

/** What bounds the pace. */
export interface PaceBounds {
  shop: ShopState;
  /** Tickets left, in all. */
  left: number;
  /**
   * Calls to the payment provider in a second that this line may count on, of which each order needs one at least; no
   * bound when undefined.
   */
  callsPerS: number | undefined;
  /** What the event allows at most in a minute; no bound when undefined. */
  mostPerMinute: number | undefined;
  /** What the seller has set, whatever is measured; a shop that is down stops it nevertheless. */
  setPerMinute: number | undefined;
  isPaused: boolean;
}

/** People a second with which a line opens, and goes on after trouble. */
export const OPENING_PER_S = 10;
/** More than any shop of this kind serves. */
export const MOST_PER_S = 2000;
/** How much faster it is a second later while all is well, and how much slower while it is not. */
const GROWTH_PER_S = 1.5;
const DECLINE_PER_S = 0.5;
/** However strained the shop is, it serves somebody. */
const LEAST_PER_S = 1;
/** An order has got its tickets, or none, after this time, and that is known. */
const SETTLING_MS = 1000;
/** A process that did not look for longer than this has missed too much to count on. */
const MOST_ELAPSED_MS = 2000;

/**
 * How fast people are admitted. Each process of the waiting room has one of these for each line. All follow the same
 * measures, so they agree about; how many are admitted in all is counted in Redis.
 */
export class Pace {
  #perS = OPENING_PER_S;
  #wantedPerS = 0;
  #last: LineReading | undefined;
  /** Within `SETTLING_MS`. */
  #recent: LineReading[] = [];

  /** The limits until the next reading. */
  next(line: LineReading, bounds: PaceBounds): LinePaceLimits {
    const seenPerS = seenPerSecond(this.#last ?? line, line);
    const perSecond = this.#paceFrom(seenPerS, line, bounds);
    const maxTurns = Math.max(0, bounds.left - this.#settling(line));
    const free = Math.max(0, maxTurns - line.turns);
    this.#wantedPerS = Math.min(perSecond, seenPerS + Math.min(line.waiting, free));
    this.#last = line;
    return { perSecond, maxTurns, served: line.served };
  }

  /** How many people of this line will be admitted in the next second, as far as is known: the pace may allow more. */
  get wantedPerS(): number {
    return this.#wantedPerS;
  }

  #paceFrom(seenPerS: number, line: LineReading, bounds: PaceBounds): number {
    if (bounds.shop.is === 'down') {
      this.#perS = OPENING_PER_S;
      return 0;
    }
    if (bounds.isPaused) return 0;
    const { setPerMinute } = bounds;
    if (setPerMinute !== undefined) return setPerMinute / 60;
    this.#follow(seenPerS, line, bounds);
    const { mostPerMinute } = bounds;
    return mostPerMinute === undefined ? this.#perS : Math.min(mostPerMinute / 60, this.#perS);
  }

  // Who has ordered just now has no turn any more, while the tickets may not be taken yet.
  #settling(line: LineReading): number {
    this.#recent.push(line);
    while ((this.#recent[1]?.atMs ?? Infinity) <= line.atMs - SETTLING_MS) this.#recent.shift();
    return Math.max(0, line.served - (this.#recent[0]?.served ?? 0));
  }

  #follow(seenPerS: number, line: LineReading, { shop, left, callsPerS }: PaceBounds): void {
    const last = this.#last ?? line;
    const seconds = secondsBetween(last, line);
    if (seconds <= 0) return;
    if (shop.is === 'strained') {
      this.#perS = Math.max(LEAST_PER_S, this.#perS * DECLINE_PER_S ** seconds);
    } else if (last.waiting > 0 && line.waiting > 0 && line.turns < left) {
      // Otherwise people or tickets were what was missing, and a greater pace is untried. A process that has just been
      // started goes on at the pace that it sees.
      const reached = Math.max(this.#perS, Math.min(seenPerS, MOST_PER_S));
      this.#perS = reached * GROWTH_PER_S ** seconds;
    }
    // People order and pay long after they are admitted. What is known before must not wait for their trouble.
    this.#perS = Math.min(this.#perS, MOST_PER_S, callsPerS ?? Infinity);
  }
}

function seenPerSecond(last: LineReading, line: LineReading): number {
  const seconds = secondsBetween(last, line);
  return seconds <= 0 ? 0 : Math.max(0, line.admitted - last.admitted) / seconds;
}

function secondsBetween(last: LineReading, line: LineReading): number {
  return Math.min(MOST_ELAPSED_MS, line.atMs - last.atMs) / 1000;
}
