import { type Decision, ScaleSearch } from '../../src/search/scale-search.ts';
import type { Sight } from '../../src/search/sight.ts';

/** A target that exists only as a few numbers. */
export interface MadeUpFleet {
  /** Requests a second that take all of what one process asks for. */
  rpsPerRequest: number;
  /** Requests a second at which the machine breaks, whatever runs on it. */
  breaksAt?: number;
  /** Share of its request that a process uses when nothing happens. */
  idle?: number;
  /** Processes at the start, and at most. */
  living?: number;
  most?: number;
  /** Seconds between two decisions of its autoscaler; 0 for none. */
  scalesEveryS?: number;
  /** Seconds that its autoscaler waits before it takes processes away. */
  downAfterS?: number;
  /** Seconds by which what it tells of its CPU is late. */
  lateS?: number;
  /** Seconds after which everything takes half as much CPU: its code is compiled. */
  compiledAfterS?: number;
  tellsNothing?: boolean;
  soldOutAfterS?: number;
}

export interface Course {
  decisions: (Decision & { atS: number })[];
  /** The processes in every second. */
  living: number[];
  /** The rate in every second. */
  rates: number[];
}

const TARGET = 0.6;

/** Leads a load against such a target, a second at a time. */
export function lead(
  fleet: MadeUpFleet,
  options: { maxRps?: number; totalS?: number; p99Ms?: number } = {},
): Course {
  const { maxRps = 5000, totalS = 300, p99Ms = 500 } = options;
  const { living: start = 1, most = 10, scalesEveryS = 15, downAfterS = 30, lateS = 3 } = fleet;
  const { idle = 0.02, breaksAt = Infinity, soldOutAfterS = Infinity } = fleet;
  const search = new ScaleSearch({ maxRps, totalS, p99Ms });
  const course: Course = { decisions: [{ ...search.first, atS: 0 }], living: [], rates: [] };
  let from = { rps: 0, atS: 0 };
  let living = start;
  let lowSinceS: number | undefined;
  const uses: number[] = [];
  for (let atS = 1; atS <= totalS; atS++) {
    const now = course.decisions.at(-1) ?? { ...search.first, atS: 0 };
    if (now.endInS !== undefined && atS >= now.atS + now.endInS) break;
    const climbed = now.rampS === 0 ? 1 : Math.min(1, (atS - now.atS) / now.rampS);
    const rps = from.rps + (now.rps - from.rps) * climbed;
    const warmth = atS > (fleet.compiledAfterS ?? Infinity) ? 2 : 1;
    const cpuShare = Math.min(2, idle + rps / fleet.rpsPerRequest / living / warmth);
    uses.push(cpuShare);
    course.rates.push(rps);
    course.living.push(living);
    if (scalesEveryS > 0 && atS % scalesEveryS === 0) {
      const wanted = Math.max(start, Math.min(most, Math.ceil((living * cpuShare) / TARGET)));
      if (wanted < living) lowSinceS ??= atS;
      else lowSinceS = undefined;
      if (wanted > living || (lowSinceS !== undefined && atS - lowSinceS >= downAfterS)) {
        living = wanted;
      }
    }
    const told = uses.at(-1 - lateS) ?? 0;
    const breaks = rps > breaksAt;
    const sight: Sight = {
      atS,
      p99Ms: breaks ? 3000 : 12,
      failedShare: 0,
      soldOutShare: atS > soldOutAfterS ? 1 : 0,
      inFlight: breaks ? 5 * rps : 2,
      lagMs: 0,
      services:
        fleet.tellsNothing === true
          ? []
          : [
              { service: 'gateway', living, cpuShare: told, target: TARGET },
              { service: 'order-worker', living: 1, cpuShare: told / 3, target: TARGET },
            ],
    };
    const decision = search.look(sight);
    if (decision !== undefined) {
      from = { rps, atS };
      course.decisions.push({ ...decision, atS });
    }
  }
  return course;
}
