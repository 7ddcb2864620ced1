import type { SearchPhase } from '@onsale/contracts';
import {
  goalOf,
  idleRate,
  nextBlindProbe,
  nextProbe,
  PRESSED,
  raised,
  retreatFrom,
} from './next-rate.ts';
import { highestPressure, describeBusiest, describeLiving, grownOf } from './scaled-service.ts';
import { type SearchTimes, searchTimes } from './search-times.ts';
import { describeTrouble, isBad, showRate, type Sight } from './sight.ts';

const START_RPS = 20;
/** Bad seconds in a row that are no accident; at the end of a probe, two are enough. */
const BAD_SECONDS = 3;
const BAD_SECONDS_OF_PROBE = 2;
/** An autoscaler does nothing below. */
const OVER_TARGET = 1.1;
/** A search that comes so close to a rate that breaks has found where it breaks. */
const CLOSEST_STEP = 1.1;
const MOST_BREAKS = 4;

/** A change of the load: climbs or falls to `rps` within `rampS`, and stays there. */
export interface Decision {
  phase: SearchPhase;
  rps: number;
  rampS: number;
  sentence: string;
  /** The load is over, unless something else is decided, after so many seconds. */
  endInS?: number;
}

/**
 * Finds the rate at which a target has to scale, and leads a load up and down again. Pure: it is
 * shown every second (`look`) and says what is to change.
 *
 * *Searching*, the rate grows from probe to probe, by what CPU the last one took, until a service
 * uses 1.4 times its target or already starts a process. *Climbing*, it stays until more processes
 * run, and then goes to what two to three times the first ones can do. *Holding*, it stays there, or
 * goes as far as those that run have room.
 * *Descending*, it falls to almost nothing until the surplus has gone. Whatever makes this
 * impossible is said in a sentence, and the load goes down.
 */
export class ScaleSearch {
  readonly #maxRps: number;
  readonly #totalS: number;
  readonly #lasts: SearchTimes;
  readonly #p99Ms: number;
  #now: Decision;
  /** Since when the load is as decided, and the phase as it is. */
  #sinceS = 0;
  #phaseSinceS = 0;
  #badSeconds = 0;
  /** Fewest running processes of each service so far. */
  readonly #fewest = new Map<string, number>();
  #hasGrown = false;
  /** The lowest rate at which latency broke while CPU was low, and how often it did. */
  #brokenRps = Infinity;
  #breaks = 0;
  /** The highest rate, and what it took in shares of the target for the processes of the start. */
  #goodRps = 0;
  #pressureAtStart = 0;

  constructor(options: { maxRps: number; totalS: number; p99Ms: number }) {
    this.#maxRps = options.maxRps;
    this.#totalS = options.totalS;
    this.#lasts = searchTimes(options.totalS);
    this.#p99Ms = options.p99Ms;
    const rps = Math.min(START_RPS, options.maxRps);
    this.#now = { phase: 'searching', rps, rampS: 0, sentence: `Starting with ${rps}/s` };
  }

  get first(): Decision {
    return this.#now;
  }

  /** What is to change after this second; undefined when nothing is. */
  look(sight: Sight): Decision | undefined {
    for (const { service, living } of sight.services) {
      if (living > 0)
        this.#fewest.set(service, Math.min(this.#fewest.get(service) ?? living, living));
    }
    const bounds = { rps: this.#now.rps, p99Ms: this.#p99Ms };
    this.#badSeconds = isBad(sight, bounds) ? this.#badSeconds + 1 : 0;
    const decision = this.#decide(sight);
    if (decision === undefined) return undefined;
    this.#badSeconds = 0;
    this.#sinceS = sight.atS;
    if (decision.phase !== this.#now.phase) this.#phaseSinceS = sight.atS;
    this.#now = decision;
    return decision;
  }

  /** How things stand, while nothing changes. */
  describe(sight: Sight): string {
    const { phase, rps, sentence } = this.#now;
    if (sight.services.length === 0) return sentence;
    const busiest = describeBusiest(sight.services);
    if (phase === 'searching') return `${showRate(rps)}: ${busiest}`;
    return `${sentence}. Now ${describeLiving(sight.services)}, ${busiest}`;
  }

  #decide(sight: Sight): Decision | undefined {
    const { services } = sight;
    const { phase } = this.#now;
    if (phase === 'descending') return this.#descend(sight);
    if (sight.soldOutShare > 0.5) {
      return this.#down(
        'Most of it is sold out, and a refusal costs less than an order: reset the rehearsal',
      );
    }
    if (sight.atS >= this.#totalS - 2 * this.#lasts.ramp) return this.#down('The time is over');
    if (services.length === 0) return this.#goBlind(sight);
    if (phase === 'searching') return this.#search(sight);
    return phase === 'climbing' ? this.#climb(sight) : this.#hold(sight);
  }

  #search(sight: Sight): Decision | undefined {
    const { services } = sight;
    const { rps } = this.#now;
    const grown = grownOf(services, this.#fewest);
    if (grown !== undefined) return this.#up(grown);
    // Not earlier when it is bad: what processes tell of their CPU is seconds old.
    if (!this.#isOver(sight, this.#lasts.probe)) return undefined;
    const pressure = highestPressure(services);
    const busiest = describeBusiest(services);
    const isBroken = this.#badSeconds >= BAD_SECONDS_OF_PROBE;
    if (pressure >= PRESSED || (isBroken && pressure > OVER_TARGET)) {
      this.#pressureAtStart = pressure;
      this.#goodRps = rps;
      const sentence = `Found: at ${showRate(rps)} ${busiest}, so more processes are needed`;
      return { phase: 'climbing', rps, rampS: 0, sentence };
    }
    if (isBroken) return this.#stepBack(sight, busiest);
    if (rps >= this.#maxRps) {
      return this.#down(
        `At ${showRate(rps)}, the highest rate allowed, ${busiest}: too little to make it scale`,
      );
    }
    if (sight.atS >= this.#lasts.search) {
      return this.#down(`No rate was found in time: at ${showRate(rps)} ${busiest}`);
    }
    this.#goodRps = rps;
    const next = this.#bounded(nextProbe({ rps, pressure, brokenRps: this.#brokenRps }));
    if (next < rps * CLOSEST_STEP) {
      return this.#down(
        `Latency breaks above ${showRate(rps)} while ${busiest}: scaling by CPU cannot see that`,
      );
    }
    const sentence = `At ${showRate(rps)} ${busiest}; trying ${showRate(next)}`;
    return { phase: 'searching', rps: next, rampS: 0, sentence };
  }

  // Back to the last rate that held, and from there to something between the two.
  #stepBack(sight: Sight, busiest: string): Decision {
    const why = `${describeTrouble(sight, this.#now.rps)} while ${busiest}`;
    this.#brokenRps = Math.min(this.#brokenRps, this.#now.rps);
    this.#breaks++;
    if (this.#goodRps === 0 || this.#breaks > MOST_BREAKS) {
      return this.#down(`${why}: scaling by CPU cannot see that`);
    }
    const rps = this.#goodRps;
    return { phase: 'searching', rps, rampS: 0, sentence: `${why}; back to ${showRate(rps)}` };
  }

  #climb(sight: Sight): Decision | undefined {
    const { services } = sight;
    const { rps, rampS } = this.#now;
    if (!this.#hasGrown) {
      const grown = grownOf(services, this.#fewest);
      if (grown !== undefined) return this.#up(grown);
      if (!this.#isOver(sight, this.#lasts.patience)) return undefined;
      const waited = Math.round(sight.atS - this.#sinceS);
      return this.#down(
        `For ${waited} s ${describeBusiest(services)}, and no process was started: is an autoscaler running, ` +
          'and has this machine room for more?',
      );
    }
    if (this.#badSeconds >= BAD_SECONDS) return this.#retreat(sight);
    if (!this.#isOver(sight, rampS)) return undefined;
    return { phase: 'holding', rps, rampS: 0, sentence: `Holding ${showRate(rps)}` };
  }

  #hold(sight: Sight): Decision | undefined {
    const { services } = sight;
    if (this.#badSeconds >= BAD_SECONDS) return this.#retreat(sight);
    const { rps } = this.#now;
    const leftS = this.#phaseSinceS + this.#lasts.hold - sight.atS;
    if (leftS <= 0) return this.#down(`${showRate(rps)} held by ${describeLiving(services)}`);
    // What begins now would be over before it is seen.
    if (leftS < 2 * this.#lasts.probe) return undefined;
    if (!this.#isOver(sight, this.#lasts.probe)) return undefined;
    // A process that has just been started is slow, so the first measure was too high.
    const pressure = highestPressure(services);
    const next = this.#bounded(raised({ rps, pressure, brokenRps: this.#brokenRps }) ?? rps);
    if (next <= rps) return undefined;
    const sentence = `${describeLiving(services)} have room for more: up to ${showRate(next)}`;
    return { phase: 'holding', rps: next, rampS: this.#lasts.probe / 2, sentence };
  }

  #descend(sight: Sight): Decision | undefined {
    const { services } = sight;
    const { rps, rampS, endInS } = this.#now;
    if (endInS !== undefined || !this.#hasGrown || !this.#isOver(sight, rampS)) return undefined;
    if (services.length === 0 || grownOf(services, this.#fewest) !== undefined) return undefined;
    const sentence = `Back to ${describeLiving(services)}: the surplus has gone`;
    return { phase: 'descending', rps, rampS: 0, sentence, endInS: this.#lasts.probe };
  }

  // Without a fleet, only latency tells where the limit is.
  #goBlind(sight: Sight): Decision | undefined {
    const { phase, rps } = this.#now;
    if (this.#badSeconds >= BAD_SECONDS) return this.#retreat(sight);
    if (phase !== 'searching') {
      return this.#isOver(sight, this.#lasts.hold)
        ? this.#down(`Held ${showRate(rps)}`)
        : undefined;
    }
    if (!this.#isOver(sight, this.#lasts.probe)) return undefined;
    this.#goodRps = rps;
    const why = 'The target does not tell how busy its processes are';
    if (rps >= this.#maxRps || sight.atS >= this.#lasts.search) {
      const sentence = `${why}; ${showRate(rps)} is as far as it goes`;
      return { phase: 'holding', rps, rampS: 0, sentence };
    }
    const next = this.#bounded(nextBlindProbe(rps));
    const sentence = `${why}, so the load climbs until latency breaks: ${showRate(next)}`;
    return { phase: 'searching', rps: next, rampS: 0, sentence };
  }

  // More processes are running: to what two to three times the first ones can do.
  #up(grown: string): Decision {
    this.#hasGrown = true;
    const { rps } = this.#now;
    this.#goodRps = Math.max(this.#goodRps, rps);
    const goal = this.#bounded(goalOf(rps, this.#pressureAtStart));
    const sentence = `${grown} at ${showRate(rps)}; climbing to ${showRate(goal)}, which is work for two to three`;
    return { phase: 'climbing', rps: goal, rampS: this.#lasts.ramp, sentence };
  }

  #retreat(sight: Sight): Decision {
    const { rps } = this.#now;
    this.#brokenRps = Math.min(this.#brokenRps, rps);
    const less = this.#bounded(retreatFrom(rps));
    const trouble = describeTrouble(sight, rps);
    const why =
      sight.services.length === 0
        ? trouble
        : `${trouble} while ${describeBusiest(sight.services)}${
            highestPressure(sight.services) < 1 ? ', which scaling by CPU cannot see' : ''
          }`;
    const sentence = `${why}; going back to ${showRate(less)}`;
    return { phase: 'holding', rps: less, rampS: 0, sentence };
  }

  #down(why: string): Decision {
    const highest = Math.max(this.#now.rps, this.#goodRps);
    const rps = Math.min(this.#now.rps, this.#bounded(idleRate(highest)));
    const rampS = this.#lasts.ramp;
    return {
      phase: 'descending',
      rps,
      rampS,
      sentence: why,
      ...(this.#hasGrown ? {} : { endInS: 2 * rampS }),
    };
  }

  #isOver(sight: Sight, lastsS: number): boolean {
    return sight.atS - this.#sinceS >= lastsS;
  }

  #bounded(rps: number): number {
    return Math.min(this.#maxRps, rps < 10 ? rps : Math.round(rps));
  }
}
