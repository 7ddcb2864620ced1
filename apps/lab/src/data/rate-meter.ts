/** Turns totals that only grow into rates, over about the last second. */
export class RateMeter {
  readonly #spanS: number;
  #samples: { timeS: number; totals: Readonly<Record<string, number>> }[] = [];

  constructor(spanS = 1) {
    this.#spanS = spanS;
  }

  /**
   * The growth of each total per second; null for the first sample. A total that has shrunk was set
   * back (a new run, new data): the meter then starts anew.
   */
  add(
    timeS: number,
    totals: Readonly<Record<string, number>>,
  ): Readonly<Record<string, number | null>> {
    const last = this.#samples.at(-1);
    const wasSetBack =
      last !== undefined &&
      (timeS < last.timeS ||
        Object.entries(totals).some(([name, total]) => total < (last.totals[name] ?? 0)));
    if (wasSetBack) this.#samples = [];
    if (last === undefined || wasSetBack || timeS > last.timeS) {
      this.#samples.push({ timeS, totals });
    }
    // The newest sample that is at least a span old is what the last one is held against.
    while ((this.#samples[1]?.timeS ?? timeS) <= timeS - this.#spanS) this.#samples.shift();
    const base = this.#samples[0];
    const passedS = base === undefined ? 0 : timeS - base.timeS;
    return Object.fromEntries(
      Object.entries(totals).map(([name, total]) => [
        name,
        passedS > 0 ? (total - (base?.totals[name] ?? 0)) / passedS : null,
      ]),
    );
  }

  reset(): void {
    this.#samples = [];
  }
}
