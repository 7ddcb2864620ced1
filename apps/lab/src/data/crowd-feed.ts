import type { CrowdStats } from '@onsale/api-client';

const COLUMNS = ['waiting', 'turns', 'served', 'told', 'left'] as const;

/** What a chart of a crowd draws, told again each time it is asked for. */
export class CrowdFeed {
  #seconds: CrowdStats['seconds'] = [];
  readonly #listeners = new Set<() => void>();

  tell(seconds: CrowdStats['seconds']): void {
    this.#seconds = seconds;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly content = () => ({
    fromS: 0,
    toS: Math.max(10, this.#seconds.at(-1)?.atS ?? 0),
    originS: 0,
    times: this.#seconds.map(({ atS }) => atS),
    values: Object.fromEntries(
      COLUMNS.map((name) => [name, this.#seconds.map((second) => second[name])]),
    ),
  });
}
