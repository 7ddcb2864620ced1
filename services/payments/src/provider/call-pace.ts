import type { ProviderCalls } from '@onsale/contracts';
import { CallRate } from './call-rate.ts';
import { ProviderError } from './provider.ts';

/** Calls for which a buyer waits go first, then those for one order, then lists. */
export type Urgency = 0 | 1 | 2;

/** A call waits no longer for its turn. */
const LONGEST_WAIT_MS = 5000;
/** Pauses after the provider has said that it is asked too much. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** Each of so many turns goes to the least urgent call: buyers who ask without end must not end the sweep. */
const TURN_FOR_ALL = 8;

interface Waiting {
  start: () => void;
  refuse: () => void;
  untilMs: number;
}

/**
 * Spreads the calls of this process to the provider: at most so many in a second, and no more than it takes; the urgent
 * ones first most of the time, and none for a while after the provider has refused one for their number. Each call that
 * was made ends with `answered`, `unanswered` or `refused`.
 */
export class CallPace {
  readonly #rate: CallRate;
  readonly #waiting: Record<Urgency, Waiting[]> = { 0: [], 1: [], 2: [] };
  /** Calls that may be made at once, up to those of a second. */
  #allowed: number;
  #countedAtMs = performance.now();
  #turns = 0;
  #underWay = 0;
  #pausedUntilMs = 0;
  #pauseMs = FIRST_PAUSE_MS;
  #timer: NodeJS.Timeout | undefined;

  constructor(callsPerS: number) {
    this.#rate = new CallRate(callsPerS);
    this.#allowed = callsPerS;
  }

  /** Resolves when a call may be made. Rejects with `ProviderError` rate_limited when too many wait. */
  async turn(urgency: Urgency): Promise<void> {
    const queue = this.#waiting[urgency];
    // Whoever comes now would wait too long; lists are asked by one who has time.
    if (queue.length >= (this.#perS() * LONGEST_WAIT_MS) / 1000) throw crowded();
    return await new Promise((resolve, reject) => {
      const untilMs = performance.now() + LONGEST_WAIT_MS;
      queue.push({ start: resolve, refuse: () => reject(crowded()), untilMs });
      this.#next();
    });
  }

  /** How many calls may be made, and how long one for a buyer would wait now. */
  get load(): ProviderCalls {
    const perS = this.#perS();
    const pauseMs = Math.max(0, this.#pausedUntilMs - performance.now());
    const waitMs = pauseMs + (this.#waiting[0].length / perS) * 1000;
    return { mostPerSecond: Math.round(perS * 10) / 10, waitMs: Math.round(waitMs) };
  }

  /** The provider has done what it was asked for, or has refused it for another reason than the number of calls. */
  answered(): void {
    this.#underWay -= 1;
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#rate.answered(performance.now(), this.#underWay);
  }

  /** The provider has said nothing that makes sense. */
  unanswered(): void {
    this.#underWay -= 1;
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#rate.unanswered(performance.now());
  }

  /** The provider is asked too much: no call for so long, or ever longer. */
  refused(retryAfterMs: number | undefined): void {
    this.#underWay -= 1;
    const nowMs = performance.now();
    this.#rate.refused(nowMs);
    // Calls are refused in crowds, of which only the first makes the next pause longer.
    const isFirst = nowMs >= this.#pausedUntilMs;
    const pauseMs = retryAfterMs ?? (isFirst ? this.#pauseMs : 0);
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + pauseMs);
    if (isFirst) this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
    // Nor does a crowd of calls follow the pause.
    this.#allowed = 0;
    this.#countedAtMs = this.#pausedUntilMs;
  }

  #next(): void {
    const nowMs = performance.now();
    this.#count(nowMs);
    for (const queue of Object.values(this.#waiting)) {
      while (queue[0] !== undefined && queue[0].untilMs <= nowMs) queue.shift()?.refuse();
    }
    while (this.#allowed >= 1 && nowMs >= this.#pausedUntilMs && this.#isAnyWaiting()) {
      this.#allowed -= 1;
      this.#underWay += 1;
      this.#first()?.start();
    }
    if (!this.#isAnyWaiting() || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#next();
    }, 1000 / this.#perS());
  }

  #first(): Waiting | undefined {
    this.#turns += 1;
    const isForAll = this.#turns % TURN_FOR_ALL === 0;
    const order = isForAll ? ([2, 1, 0] as const) : ([0, 1, 2] as const);
    return order
      .map((urgency) => this.#waiting[urgency])
      .find(({ length }) => length > 0)
      ?.shift();
  }

  #isAnyWaiting(): boolean {
    return Object.values(this.#waiting).some(({ length }) => length > 0);
  }

  #count(nowMs: number): void {
    if (nowMs < this.#countedAtMs) return;
    const perS = this.#perS();
    const earned = ((nowMs - this.#countedAtMs) * perS) / 1000;
    this.#allowed = Math.min(perS, this.#allowed + earned);
    this.#countedAtMs = nowMs;
  }

  #perS(): number {
    return this.#rate.perS(performance.now());
  }
}

function crowded(): ProviderError {
  return new ProviderError('rate_limited', 'too many calls wait for their turn', {
    code: 'crowded',
    retryAfterMs: 1000,
  });
}
