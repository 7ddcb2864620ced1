import { fleetChanges } from '@onsale/contracts/fleet-changes';
import { AssumedConfig } from './assumed-config.ts';
import { type BlindScaling, blindNow, BlindScalingWatch } from './blind-scaling.ts';
import { fleetOfReport, type FleetRow, FleetSeries } from './fleet-row.ts';
import { nextTiles, type Tile } from './fleet-tiles.ts';
import { FLEET_STREAM, LOAD_STREAM, readRun } from './lab-api.ts';
import { isActive, LOAD_COLUMNS, LoadSampler, rowsOfReport } from './load-samples.ts';
import { RateMeter } from './rate-meter.ts';
import {
  type Fleet,
  followStream,
  type LoadConfig,
  type LoadReport,
  type LoadStats,
  type StreamState,
} from '@onsale/api-client';
import type { ScalingMark } from './scaling-marks.ts';
import { Series } from './series.ts';

/** An hour of two rows a second. */
const LOAD_ROWS = 7200;
/** An hour of a row a second. */
const FLEET_ROWS = 3600;

/** More marks than anybody can tell apart. */
const MAX_MARKS = 500;

/** Both streams speak at least once a second. */
const SILENCE_MS = 10_000;

/** What the page knows at this moment. */
export interface LabState {
  stats: LoadStats | undefined;
  /** What runs or ran last: the same object until it changes. */
  config: LoadConfig | undefined;
  run: RunSpan | undefined;
  fleet: Fleet | undefined;
  tiles: readonly Tile[] | undefined;
  /** Orders a second, over all gateways and workers. */
  orderRates: Readonly<FleetRow['rates']>;
  /** When processes came and went, oldest first. */
  marks: readonly ScalingMark[];
  blind: BlindScaling | undefined;
  loadStream: StreamState;
  fleetStream: StreamState;
}

/** The newest run, by the clock of the page. */
export interface RunSpan {
  runId: string;
  startS: number;
  /** Undefined while it is active. */
  endS: number | undefined;
}

const NO_RATES = { placed: null, confirmed: null, rejected: null };

/** Follows the generator and the fleet, and remembers an hour of both. */
export class LabFeed {
  readonly load = new Series({ capacity: LOAD_ROWS, joins: LOAD_COLUMNS });
  readonly fleet = new FleetSeries(FLEET_ROWS);
  #state: LabState = {
    stats: undefined,
    config: undefined,
    run: undefined,
    fleet: undefined,
    tiles: undefined,
    orderRates: NO_RATES,
    marks: [],
    blind: undefined,
    loadStream: { phase: 'connecting' },
    fleetStream: { phase: 'connecting' },
  };
  readonly #listeners = new Set<() => void>();
  readonly #sampler = new LoadSampler();
  readonly #orderMeter = new RateMeter();
  readonly #assumed = new AssumedConfig();
  readonly #blindWatch = new BlindScalingWatch();

  /** Begins to follow; returns how to end it. */
  start(): () => void {
    const ends = [
      followStream({
        url: LOAD_STREAM,
        event: 'stats',
        onMessage: (data) => this.#hearLoad(data as LoadStats),
        silenceMs: SILENCE_MS,
        onState: (loadStream) => this.#change({ loadStream }),
      }),
      followStream({
        url: FLEET_STREAM,
        event: 'message',
        onMessage: (data) => this.#hearFleet(data as Fleet),
        silenceMs: SILENCE_MS,
        onState: (fleetStream) => this.#change({ fleetStream }),
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  /** The generator has just accepted this configuration; its statistics will say so soon. */
  acceptConfig(config: LoadConfig): void {
    this.#assumed.accept(config);
    this.#change({ config: this.#assumed.current });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly state = (): LabState => this.#state;

  #hearLoad(stats: LoadStats): void {
    const nowS = Date.now() / 1000;
    const row = this.#sampler.sample(stats, nowS);
    if (row !== undefined) this.load.push(nowS, row);
    const known = this.#state.run;
    const run = spanOf(stats, known, nowS);
    this.#assumed.tell(stats.config);
    this.#change({ stats, run, config: this.#assumed.current });
    if (run !== undefined && run.runId !== known?.runId) void this.#fillIn(stats, run.startS);
  }

  // A page that is opened in the middle of a run, or after it, asks once for what it has missed.
  async #fillIn(stats: LoadStats, startS: number): Promise<void> {
    if (stats.runId === undefined || (isActive(stats) && stats.elapsedS < 1)) return;
    const report = await readRun(stats.runId).catch(() => undefined);
    if (report === undefined || this.#state.run?.runId !== stats.runId) return;
    this.load.pushBefore(rowsOfReport(report, startS));
    this.#change({ marks: this.#rememberFleet(report, startS) });
  }

  /** Returns all marks. What this page has seen itself, it does not take from the report. */
  #rememberFleet(report: LoadReport, startS: number): ScalingMark[] {
    const seenFromS = this.fleet.orders.firstTime ?? Number.POSITIVE_INFINITY;
    const { rows, marks } = fleetOfReport(report, startS);
    this.fleet.pushBefore(rows);
    const earlier = marks.filter(({ timeS }) => timeS < seenFromS);
    return [...earlier, ...this.#state.marks].slice(-MAX_MARKS);
  }

  #hearFleet(fleet: Fleet): void {
    const nowMs = Date.now();
    const { placed, confirmed, rejected, waiting } = fleet.orders;
    // The server's clock tells how far two messages are apart; the page's when they are shown.
    const rates = this.#orderMeter.add(Date.parse(fleet.at) / 1000, {
      placed,
      confirmed,
      rejected,
    }) as LabState['orderRates'];
    const timeS = nowMs / 1000;
    this.fleet.push({ timeS, rates, waiting, services: fleet.services });
    const { stats } = this.#state;
    const news = fleetChanges(this.#state.fleet, fleet).map((change) => ({ timeS, ...change }));
    const marks = [...this.#state.marks, ...news].slice(-MAX_MARKS);
    const blind = this.#blindWatch.look(stats && blindNow(stats, fleet));
    const tiles = nextTiles(this.#state.tiles, fleet.instances, nowMs);
    this.#change({ fleet, tiles, orderRates: rates, marks, blind });
  }

  #change(change: Partial<LabState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function spanOf(stats: LoadStats, known: RunSpan | undefined, nowS: number): RunSpan | undefined {
  const { runId, state, startedAt, endedAt, elapsedS } = stats;
  if (runId === undefined || startedAt === undefined) return undefined;
  const isKnown = known?.runId === runId;
  const startS = isKnown
    ? known.startS
    : state === 'running'
      ? nowS - elapsedS
      : Date.parse(startedAt) / 1000;
  if (isActive(stats)) return { runId, startS, endS: undefined };
  const wasWatched = isKnown && known.endS === undefined;
  const lastedS = (Date.parse(endedAt ?? startedAt) - Date.parse(startedAt)) / 1000;
  const endS = isKnown && !wasWatched ? known.endS : wasWatched ? nowS : startS + lastedS;
  return { runId, startS, endS };
}
