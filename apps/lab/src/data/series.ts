/** How several rows become one when a chart has fewer points than the time it shows has rows. */
export type Join = 'mean' | 'max' | 'last';

/** What a chart draws: moments in seconds, and for each name a value or nothing at each moment. */
export interface Drawn {
  times: number[];
  values: Record<string, (number | null)[]>;
}

/**
 * The last rows of some values over time, in a ring of typed arrays: an hour of them costs a fixed
 * amount of memory, and nothing is moved when a row comes. A value that is not there is NaN inside
 * and null outside. A name that comes for the first time gets a column of its own.
 */
export class Series {
  readonly #capacity: number;
  readonly #joins: Readonly<Record<string, Join>>;
  readonly #columns = new Map<string, Float64Array>();
  #times: Float64Array;
  #pushed = 0;

  constructor(options: { capacity: number; joins: Readonly<Record<string, Join>> }) {
    this.#capacity = options.capacity;
    this.#joins = options.joins;
    this.#times = new Float64Array(options.capacity);
    for (const name of Object.keys(options.joins)) this.#addColumn(name);
  }

  /** The rows that are kept. */
  get length(): number {
    return Math.min(this.#pushed, this.#capacity);
  }

  get names(): string[] {
    return [...this.#columns.keys()];
  }

  get firstTime(): number | undefined {
    return this.length === 0 ? undefined : this.#times[this.#slot(this.#oldest)];
  }

  get lastTime(): number | undefined {
    return this.length === 0 ? undefined : this.#times[this.#slot(this.#pushed - 1)];
  }

  /** Adds a row; one that is not later than the last is left out, because time only goes forward. */
  push(time: number, row: Readonly<Record<string, number | null | undefined>>): void {
    if (this.lastTime !== undefined && time <= this.lastTime) return;
    for (const name of Object.keys(row)) {
      if (!this.#columns.has(name)) this.#addColumn(name);
    }
    const slot = this.#slot(this.#pushed);
    this.#times[slot] = time;
    for (const [name, column] of this.#columns) column[slot] = row[name] ?? Number.NaN;
    this.#pushed++;
  }

  /** Puts rows before the first one, for what happened before anybody looked. */
  pushBefore(
    rows: readonly { time: number; row: Readonly<Record<string, number | null>> }[],
  ): void {
    const later = this.#rows();
    const first = this.firstTime ?? Number.POSITIVE_INFINITY;
    this.#pushed = 0;
    for (const { time, row } of rows) if (time < first) this.push(time, row);
    for (const { time, row } of later) this.push(time, row);
  }

  clear(): void {
    this.#pushed = 0;
  }

  /**
   * The rows from one moment to another, joined so that at most `maxPoints` remain. Rows are joined
   * by their number since the beginning, not by their place in the window, so that a point stays
   * what it is while the window moves.
   */
  draw(fromTime: number, toTime: number, maxPoints: number): Drawn {
    const from = this.#firstAtOrAfter(fromTime);
    const to = this.#firstAtOrAfter(toTime + Number.EPSILON * Math.abs(toTime) * 2);
    const perPoint = 2 ** Math.max(0, Math.ceil(Math.log2((to - from) / maxPoints)));
    const times: number[] = [];
    const values: Drawn['values'] = Object.fromEntries(this.names.map((name) => [name, []]));
    for (let start = from - (from % perPoint); start < to; start += perPoint) {
      const begin = Math.max(start, from);
      const end = Math.min(start + perPoint, to);
      times.push(this.#times[this.#slot(begin)] ?? 0);
      for (const [name, column] of this.#columns) {
        values[name]?.push(this.#join(column, this.#joins[name] ?? 'last', begin, end));
      }
    }
    return { times, values };
  }

  #join(column: Float64Array, join: Join, begin: number, end: number): number | null {
    let sum = 0;
    let count = 0;
    let highest = Number.NEGATIVE_INFINITY;
    let last = 0;
    for (let row = begin; row < end; row++) {
      const value = column[this.#slot(row)] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
      highest = Math.max(highest, value);
      last = value;
    }
    if (count === 0) return null;
    return join === 'mean' ? sum / count : join === 'max' ? highest : last;
  }

  #rows(): { time: number; row: Record<string, number> }[] {
    return Array.from({ length: this.length }, (_, i) => {
      const slot = this.#slot(this.#oldest + i);
      const row = [...this.#columns].map(([name, column]) => [name, column[slot] ?? Number.NaN]);
      return {
        time: this.#times[slot] ?? 0,
        row: Object.fromEntries(row) as Record<string, number>,
      };
    });
  }

  get #oldest(): number {
    return this.#pushed - this.length;
  }

  #slot(row: number): number {
    return row % this.#capacity;
  }

  #firstAtOrAfter(time: number): number {
    let low = this.#oldest;
    let high = this.#pushed;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#times[this.#slot(middle)] ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #addColumn(name: string): void {
    this.#columns.set(name, new Float64Array(this.#capacity).fill(Number.NaN));
  }
}
