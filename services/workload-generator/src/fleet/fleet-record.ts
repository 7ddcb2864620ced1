import type { Fleet, LoadFleet, LoadFleetChange, LoadFleetMoment } from '@onsale/contracts';
import { fleetChanges } from '@onsale/contracts/fleet-changes';
import { round } from '../second-watch.ts';

/** More points no screen shows; a longer run has fewer moments. */
const MAX_MOMENTS = 1200;
/** More than anybody can tell apart. */
const MAX_CHANGES = 500;

/** What was seen of a target's fleet during a run, for its report. */
export class FleetRecord {
  #moments: LoadFleetMoment[] = [];
  readonly #changes: LoadFleetChange[] = [];
  #last: Fleet | undefined;
  #secondsPerMoment = 1;
  #keptAtS = Number.NEGATIVE_INFINITY;
  #lastKept: Fleet | undefined;

  /** Adds what the fleet said `atS` seconds after the start of the run. */
  add(fleet: Fleet, atS: number): void {
    for (const change of fleetChanges(this.#last, fleet)) {
      if (this.#changes.length < MAX_CHANGES) this.#changes.push({ atS: round(atS), ...change });
    }
    this.#last = fleet;
    // Looks are a second apart, more or less.
    if (atS - this.#keptAtS < this.#secondsPerMoment - 0.5) return;
    this.#moments.push(momentOf(fleet, this.#lastKept, atS));
    this.#lastKept = fleet;
    this.#keptAtS = atS;
    if (this.#moments.length < MAX_MOMENTS) return;
    this.#secondsPerMoment *= 2;
    this.#moments = this.#moments.filter((_, i) => i % 2 === 1);
  }

  /** Undefined when nothing was seen. */
  report(): LoadFleet | undefined {
    if (this.#moments.length === 0) return undefined;
    return { moments: [...this.#moments], changes: [...this.#changes] };
  }
}

function momentOf(fleet: Fleet, before: Fleet | undefined, atS: number): LoadFleetMoment {
  // The target's clock says how far two answers are apart.
  const passedS = before === undefined ? 0 : (Date.parse(fleet.at) - Date.parse(before.at)) / 1000;
  const rate = (name: 'placed' | 'confirmed' | 'rejected') => {
    const more = fleet.orders[name] - (before?.orders[name] ?? 0);
    // Totals that shrank belong to other data.
    return passedS > 0 && more >= 0 ? round(more / passedS) : null;
  };
  return {
    atS: round(atS),
    placed: rate('placed'),
    confirmed: rate('confirmed'),
    rejected: rate('rejected'),
    waiting: fleet.orders.waiting,
    services: fleet.services.map(({ service, living, desired, target, cpuShare }) => ({
      service,
      living,
      desired: desired ?? null,
      target: target ?? null,
      cpuShare: typeof cpuShare === 'number' ? round(cpuShare) : null,
    })),
  };
}
