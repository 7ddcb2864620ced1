import { Histogram, type HistogramConfiguration } from '@prometheus-io/client';

/** Counts the observations of one set of labels. */
export interface Tally {
  observe: (value: number) => void;
}

interface Counts {
  labels: Record<string, string | number>;
  /** One for each bucket, not added up, and one for what is above all of them. */
  buckets: Float64Array;
  sum: number;
}

/**
 * A histogram for what happens tens of thousands of times a second: its labels are looked up once,
 * for a tally, and an observation then costs some 20 ns; the client's own costs over a microsecond.
 */
export class TallyHistogram extends Histogram<string> {
  readonly #name: string;
  readonly #help: string;
  readonly #bounds: readonly number[];
  readonly #tallies: Counts[] = [];

  constructor(configuration: HistogramConfiguration<string>) {
    super(configuration);
    this.#name = configuration.name;
    this.#help = configuration.help;
    this.#bounds = configuration.buckets ?? [];
  }

  /** Starts to count for these labels; to be called once for each set of them. */
  tally(labels: Record<string, string | number>): Tally {
    const bounds = this.#bounds;
    const counts: Counts = { labels, buckets: new Float64Array(bounds.length + 1), sum: 0 };
    const { buckets } = counts;
    this.#tallies.push(counts);
    return {
      observe(value) {
        let bucket = 0;
        while (bucket < bounds.length && value > (bounds[bucket] ?? 0)) bucket += 1;
        buckets[bucket] = (buckets[bucket] ?? 0) + 1;
        counts.sum += value;
      },
    };
  }

  /** What the registry asks for, in the shape in which the client's own histogram answers. */
  async getForPromString() {
    const values = this.#tallies.flatMap((counts) => this.#valuesOf(counts));
    return { name: this.#name, help: this.#help, type: 'histogram', aggregator: 'sum', values };
  }

  #valuesOf({ labels, buckets, sum }: Counts) {
    const value = (suffix: string, number: number, own: Record<string, string | number> = {}) => ({
      metricName: `${this.#name}_${suffix}`,
      labels: own,
      sharedLabels: labels,
      value: number,
    });
    let count = 0;
    const values = Array.from(buckets, (inBucket, i) => {
      count += inBucket;
      return value('bucket', count, { le: this.#bounds[i] ?? '+Inf' });
    });
    return [...values, value('sum', sum), value('count', count)];
  }
}
