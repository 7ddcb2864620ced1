import type { Fleet, LoadStats } from '@onsale/contracts';
import { nextTiles, type Tile } from './fleet-tiles.ts';
import { FLEET_STREAM, LOAD_STREAM, readRun } from './lab-api.ts';
import { isActive, LOAD_COLUMNS, LoadSampler, rowsOfReport } from './load-samples.ts';
import { RateMeter } from './rate-meter.ts';
import { followStream, type StreamState } from '@onsale/api-client';
import { Series } from './series.ts';

/** An hour of two rows a second. */
const LOAD_ROWS = 7200;
/** An hour of a row a second. */
const FLEET_ROWS = 3600;

/** Both streams speak at least once a second. */
const SILENCE_MS = 10_000;

/** What the page knows at this moment. */
export interface LabState {
  stats: LoadStats | undefined;
  run: RunSpan | undefined;
  fleet: Fleet | undefined;
  tiles: readonly Tile[] | undefined;
  /** Orders a second, over all gateways and workers. */
  orderRates: Readonly<Record<'placed' | 'confirmed' | 'rejected', number | null>>;
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
  #state: LabState = {
    stats: undefined,
    run: undefined,
    fleet: undefined,
    tiles: undefined,
    orderRates: NO_RATES,
    loadStream: { phase: 'connecting' },
    fleetStream: { phase: 'connecting' },
  };
  readonly #listeners = new Set<() => void>();
  readonly #sampler = new LoadSampler();
  readonly #orderMeter = new RateMeter();

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
    this.#change({ stats, run });
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
    this.orders.push(nowMs / 1000, { ...rates, waiting });
    this.instances.push(
      nowMs / 1000,
      Object.fromEntries(fleet.services.map(({ service, living }) => [service, living])),
    );
    const tiles = nextTiles(this.#state.tiles, fleet.instances, nowMs);
    this.#change({ fleet, tiles, orderRates: rates });
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
