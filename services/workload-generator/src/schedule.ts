import type { Segment } from '@onsale/contracts/load-plan';

/**
 * When requests are due, one after the other, by a plan of rates.
 *
 * The number of arrivals up to a moment is the area under the line of rates. A request is due where
 * the area has grown by one more unit (constant gaps), or by an exponentially distributed one
 * (Poisson): both are the same walk along the line, exact for ramps too. A generator that sends one
 * of n parts walks n units at a time and starts at its own offset, so that the parts interleave.
 */
export class Schedule {
  readonly #poisson: boolean;
  readonly #part: { index: number; of: number };
  #segments: readonly Segment[];
  #index = 0;
  /** Start of the segment, and how far inside it the walk has come. */
  #segmentStartS = 0;
  #insideS = 0;
  #nextUnits: number;

  constructor(options: {
    segments: readonly Segment[];
    arrivals: 'constant' | 'poisson';
    part: { index: number; of: number };
    /** Skips what would have been due before. */
    fromS?: number;
  }) {
    this.#segments = options.segments;
    this.#poisson = options.arrivals === 'poisson';
    this.#part = options.part;
    // In the middle of a gap: an arrival at the very end of a plan would be a matter of rounding.
    this.#nextUnits = this.#poisson ? this.#gapUnits() : options.part.index + 0.5;
    this.#seek(options.fromS ?? 0);
  }

  /** Seconds from the start until the next request is due; Infinity after the last. */
  next(): number {
    let units = this.#nextUnits;
    this.#nextUnits = this.#gapUnits();
    for (;;) {
      const segment = this.#segments[this.#index];
      if (segment === undefined) return Infinity;
      const { durationS, fromRps, toRps } = segment;
      const slope = (toRps - fromRps) / durationS;
      const rate = fromRps + slope * this.#insideS;
      const restS = durationS - this.#insideS;
      const area = ((rate + toRps) / 2) * restS;
      if (units < area) {
        // Solves rate·t + slope·t²/2 = units in the form that stays exact for flat lines.
        const root = Math.sqrt(Math.max(0, rate * rate + 2 * slope * units));
        this.#insideS += (2 * units) / (rate + root);
        return this.#segmentStartS + this.#insideS;
      }
      units -= area;
      this.#index++;
      this.#segmentStartS += durationS;
      this.#insideS = 0;
    }
  }

  #gapUnits(): number {
    const { of } = this.#part;
    return this.#poisson ? -Math.log(1 - Math.random()) * of : of;
  }

  #seek(fromS: number): void {
    for (;;) {
      const segment = this.#segments[this.#index];
      if (segment === undefined) return;
      if (fromS < this.#segmentStartS + segment.durationS) break;
      this.#segmentStartS += segment.durationS;
      this.#index++;
    }
    this.#insideS = Math.max(0, fromS - this.#segmentStartS);
  }
}
