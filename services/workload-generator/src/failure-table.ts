import type { LoadEndpointName, LoadFailure } from '@onsale/contracts';

/** Kinds that are told apart; a target can't fill the memory with new ones. */
export const MAX_KINDS = 40;
const MAX_SAMPLE = 200;

interface Row {
  endpoint: LoadEndpointName;
  kind: string;
  count: number;
  sample: string;
  atMs: number;
}

/** The failures of a run by endpoint and kind, each with its latest response. */
export class FailureTable {
  readonly #rows = new Map<string, Row>();

  add(endpoint: LoadEndpointName, kind: string, sample: string): void {
    const row = this.#row(endpoint, kind);
    row.count++;
    row.sample = sample.slice(0, MAX_SAMPLE);
    row.atMs = Date.now();
  }

  /** The most frequent first. */
  show(): LoadFailure[] {
    return [...this.#rows.values()]
      .toSorted((a, b) => b.count - a.count)
      .map(({ atMs, ...row }) => ({ ...row, at: new Date(atMs).toISOString() }));
  }

  #row(endpoint: LoadEndpointName, kind: string): Row {
    const key = `${endpoint} ${kind}`;
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    if (this.#rows.size >= MAX_KINDS && kind !== 'other') return this.#row(endpoint, 'other');
    const row = { endpoint, kind, count: 0, sample: '', atMs: 0 };
    this.#rows.set(key, row);
    return row;
  }
}
