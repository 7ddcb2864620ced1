import type { Fleet, LoadFleet } from '@onsale/contracts';
import { FleetRecord } from './fleet-record.ts';
import { readFleet } from './read-fleet.ts';

const LOOK_EVERY_MS = 1000;

/** Looks at the fleet of a run's target once a second, and records it. */
export class FleetWatch {
  readonly #record = new FleetRecord();
  readonly #startMs = performance.now();
  #latest: Fleet | undefined;
  #hasNone = false;

  /** What the target said last; undefined as long as it has said nothing. */
  get latest(): Fleet | undefined {
    return this.#latest;
  }

  /** What the report of the run says of it; undefined when the target has no fleet. */
  report(): LoadFleet | undefined {
    return this.#record.report();
  }

  /** Looks until the run ends, and calls `onLook` after each look. Never throws. */
  async follow(
    run: { target: string; isActive: boolean; endedWithin(ms: number): Promise<void> },
    onLook: () => void,
  ): Promise<void> {
    while (run.isActive) {
      const startMs = performance.now();
      await this.#look(run.target);
      if (run.isActive) onLook();
      await run.endedWithin(Math.max(0, LOOK_EVERY_MS - (performance.now() - startMs)));
    }
  }

  // A target that says that it has none is not asked again.
  async #look(target: string): Promise<void> {
    if (this.#hasNone) return;
    const fleet = await readFleet(target);
    if (fleet === 'none') this.#hasNone = this.#latest === undefined;
    else if (fleet !== undefined) {
      this.#latest = fleet;
      this.#record.add(fleet, (performance.now() - this.#startMs) / 1000);
    }
  }
}
