import type { CrowdConfig, CrowdSecond, CrowdStats, Line } from '@onsale/contracts';
import { arrivals, Clock, Door, type Person, play, type Scene, seededRandom } from '@onsale/crowd';
import { checksOf } from './crowd-checks.ts';
import { countCheats, countOrders, countPeople, CrowdTally, timesOf } from './crowd-tally.ts';
import type { LineTarget } from './find-line.ts';

/** Long runs keep every second, every fourth, and so on. */
const MOST_SECONDS = 1200;
/** Of their last second nothing is left out: a reader of the line document may be told late. */
const LOOKS_EVERY_MS = 1000;

/** A crowd that is to come. */
export interface CrowdSetup {
  runId: string;
  config: CrowdConfig;
  target: LineTarget;
  ticketId: string;
  mostS: number;
}

/** Plays a crowd, and says at any moment what has become of it. */
export class CrowdRun {
  readonly #setup: CrowdSetup;
  readonly #tally = new CrowdTally();
  readonly #clock = new Clock((ms) => this.#tally.lag.record(ms));
  readonly #door: Door;
  readonly #people: Person[];
  readonly #startMs = performance.now();
  readonly #startedAt = new Date().toISOString();
  #seconds: CrowdSecond[] = [];
  #everyS = 1;
  #line: CrowdStats['line'];
  #endedAt: string | undefined;
  #elapsedS = 0;

  constructor(setup: CrowdSetup) {
    this.#setup = setup;
    const { config, target } = setup;
    this.#door = new Door(target, this.#tally.answered, (ms) => this.#tally.lag.record(ms));
    this.#people = arrivals({
      ...{ people: config.people, random: seededRandom(config.seed), earlyShare: 0 },
      ...{ opensAtMs: this.#startMs, earlyMs: 0, beforeMs: 0, lateMs: config.withinS * 1000 },
      shares: {
        refreshing: config.shares.refreshing,
        leaving: config.shares.leaving,
        'two tabs': config.shares.twoTabs,
        copying: config.shares.copying,
        bot: config.shares.bots,
      },
    });
  }

  /** Resolves when everybody is served, told that nothing is left, or gone. */
  async play(): Promise<void> {
    const { config, mostS, ticketId, runId } = this.#setup;
    const scene: Scene = {
      ...{ door: this.#door, clock: this.#clock, random: seededRandom(config.seed + 1) },
      ...{ eventId: config.event, ticketId, copied: [] },
      // The shop takes the generator for one of its own parts, which stands for many.
      identityOf: ({ index }) => ({ email: `crowd-${runId}-${index}@example.com` }),
    };
    const looking = setInterval(() => void this.#look(), LOOKS_EVERY_MS);
    const limit = setTimeout(() => this.stop(), mostS * 1000);
    await Promise.all(this.#people.map((person) => play(person, scene)));
    clearInterval(looking);
    clearTimeout(limit);
    await this.#look();
    this.#endedAt = new Date().toISOString();
    this.#clock.end();
    this.#door.close();
  }

  /** Sends everybody home. */
  stop(): void {
    this.#clock.end();
  }

  stats(): CrowdStats {
    const people = this.#people;
    if (this.#endedAt === undefined) this.#elapsedS = (performance.now() - this.#startMs) / 1000;
    const figures = {
      cheats: countCheats(people),
      soldTwice: people.filter(({ orders }) => orders.length > 1).length,
      unanswered: people.reduce((sum, { lost }) => sum + lost, 0),
      requests: this.#tally.requests(),
      lag: this.#tally.lag.percentiles(),
    };
    const checks = checksOf(figures);
    return {
      runId: this.#setup.runId,
      state: this.#endedAt === undefined ? 'running' : 'finished',
      config: this.#setup.config,
      startedAt: this.#startedAt,
      ...(this.#endedAt === undefined ? {} : { endedAt: this.#endedAt }),
      elapsedS: this.#elapsedS,
      ...(this.#line === undefined ? {} : { line: this.#line }),
      people: countPeople(people),
      orders: countOrders(people),
      ...figures,
      toTurn: timesOf(people, ({ joinedAtMs, turnAtMs }) =>
        joinedAtMs === undefined || turnAtMs === undefined ? [] : [turnAtMs - joinedAtMs[1]],
      ),
      toSettled: timesOf(people, ({ orders }) =>
        orders.flatMap(({ pressedAtMs, settledAtMs }) =>
          settledAtMs === undefined ? [] : [settledAtMs - pressedAtMs],
        ),
      ),
      seconds: this.#seconds,
      checks,
      passed: this.#endedAt === undefined ? null : checks.every(({ passed }) => passed),
    };
  }

  async #look(): Promise<void> {
    const { joined: _joined, ...counts } = countPeople(this.#people);
    const atS = Math.round((performance.now() - this.#startMs) / 1000);
    if (atS % this.#everyS === 0) this.#seconds.push({ atS, ...counts });
    if (this.#seconds.length >= MOST_SECONDS) {
      this.#everyS *= 2;
      this.#seconds = this.#seconds.filter((second) => second.atS % this.#everyS === 0);
    }
    const path = `/lines/${this.#setup.config.event}`;
    const answer = await this.#door
      .ask<Line>({ for: 'line', method: 'GET', path })
      .catch(() => undefined);
    if (answer?.status !== 200 || answer.body === undefined) return;
    const { status, remaining, held } = answer.body;
    this.#line = { status, remaining, held };
  }
}
