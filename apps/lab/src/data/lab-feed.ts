import { AssumedConfig } from './assumed-config.ts';
import { type BlindScaling, blindNow, BlindScalingWatch } from './blind-scaling.ts';
import { FleetHistory } from './fleet-history.ts';
import { cpuOf, type FleetRow, fleetRow, livingOf } from './fleet-row.ts';
import { nextTiles, type Tile } from './fleet-tiles.ts';
import { FLEET_STREAM, LOAD_STREAM, readRun } from './lab-api.ts';
import { isActive, LOAD_COLUMNS, LoadSampler, rowsOfReport } from './load-samples.ts';
import { RateMeter } from './rate-meter.ts';
import {
  followStream,
  type StreamState,
  type Fleet,
  type LoadConfig,
  type LoadStats,
} from '@onsale/api-client';
import { marksBetween, type ScalingMark } from './scaling-marks.ts';
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
  readonly orders = new Series({
    capacity: FLEET_ROWS,
    joins: { placed: 'mean', confirmed: 'mean', rejected: 'mean', waiting: 'max' },
  });
  readonly instances = new Series({ capacity: FLEET_ROWS, joins: {} });
  readonly cpu = new Series({ capacity: FLEET_ROWS, joins: {} });
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
  #history: FleetHistory | undefined;

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
    let isOver = false;
    void FleetHistory.open().then(async (history) => {
      if (isOver) history?.close();
      else await this.#remember(history);
    });
    return () => {
      isOver = true;
      for (const end of ends) end();
      this.#history?.close();
      this.#history = undefined;
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
    this.#change({});
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
    const row = fleetRow(fleet, rates, nowMs / 1000);
    this.orders.push(row.timeS, { ...rates, waiting });
    this.instances.push(row.timeS, livingOf(row));
    this.cpu.push(row.timeS, cpuOf(row));
    this.#history?.add(row);
    const { stats } = this.#state;
    const news = marksBetween(this.#state.fleet?.services, fleet.services, row.timeS);
    const marks = [...this.#state.marks, ...news].slice(-MAX_MARKS);
    const blind = this.#blindWatch.look(stats && blindNow(stats, fleet));
    const tiles = nextTiles(this.#state.tiles, fleet.instances, nowMs);
    this.#change({ fleet, tiles, orderRates: rates, marks, blind });
  }

  // What an earlier page of this browser has seen comes before what this one sees.
  async #remember(history: FleetHistory | undefined): Promise<void> {
    const rows = (await history?.rows()) ?? [];
    const of = (make: (row: FleetRow) => Record<string, number | null>) =>
      rows.map((row) => ({ time: row.timeS, row: make(row) }));
    this.orders.pushBefore(of(({ rates, waiting }) => ({ ...rates, waiting })));
    this.instances.pushBefore(of(livingOf));
    this.cpu.pushBefore(of(cpuOf));
    const earlier = rows.flatMap((row, i) =>
      marksBetween(rows[i - 1]?.services, row.services, row.timeS),
    );
    const [first] = this.#state.marks;
    const unseen = earlier.filter(({ timeS }) => first === undefined || timeS < first.timeS);
    this.#change({ marks: [...unseen, ...this.#state.marks].slice(-MAX_MARKS) });
    this.#history = history;
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
