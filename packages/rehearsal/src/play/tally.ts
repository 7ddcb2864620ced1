import type { AskedFor } from '@onsale/crowd';

/** What was answered so far, in all and in this second. */
export class Tally {
  readonly statuses = new Map<string, number>();
  /** In ms, of answers below 400, by what was asked for. */
  readonly times = new Map<AskedFor, number[]>();
  readonly lags: number[] = [];
  #second = emptySecond();

  readonly answered = (what: AskedFor, status: number, ms: number): void => {
    const key = `${what} ${status}`;
    this.statuses.set(key, (this.statuses.get(key) ?? 0) + 1);
    this.#second.ms.push(ms);
    if (status === 503) this.#second.overloaded += 1;
    if (status === 503 && what === 'payment') this.#second.unpaid += 1;
    if (status === 429) this.#second.slowedDown += 1;
    if (status >= 400) return;
    const times = this.times.get(what);
    if (times === undefined) this.times.set(what, [ms]);
    else times.push(ms);
  };

  readonly wasLate = (ms: number): void => {
    this.lags.push(ms);
    this.#second.lagMs = Math.max(this.#second.lagMs, ms);
  };

  /** What happened since this was last called. */
  takeSecond(): Second {
    const second = this.#second;
    this.#second = emptySecond();
    return second;
  }
}

interface Second {
  ms: number[];
  overloaded: number;
  /** Of these, when somebody wanted to pay. */
  unpaid: number;
  slowedDown: number;
  lagMs: number;
}

function emptySecond(): Second {
  return { ms: [], overloaded: 0, unpaid: 0, slowedDown: 0, lagMs: 0 };
}
