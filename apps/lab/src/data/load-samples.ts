import type { LoadReport, LoadStats } from '@onsale/api-client';
import { RateMeter } from './rate-meter.ts';
import type { Join } from './series.ts';

/** What the charts show of a load at one moment; rates are requests a second, times are ms. */
export const LOAD_COLUMNS = {
  target: 'mean',
  achieved: 'mean',
  accepted: 'mean',
  other: 'mean',
  soldOut: 'mean',
  failure: 'max',
  dropped: 'max',
  inFlight: 'max',
  p50: 'max',
  p90: 'max',
  p99: 'max',
  p999: 'max',
} as const satisfies Record<string, Join>;

export type LoadRow = Record<keyof typeof LOAD_COLUMNS, number | null>;

const NOTHING: LoadRow = {
  target: null,
  achieved: null,
  accepted: null,
  other: null,
  soldOut: null,
  failure: null,
  dropped: null,
  inFlight: null,
  p50: null,
  p90: null,
  p99: null,
  p999: null,
};

/** Turns the messages about a load into rows of a chart. */
export class LoadSampler {
  readonly #meter = new RateMeter();
  /** The clock of the page minus that of the run. */
  #offsetS = 0;
  #last: LoadStats | undefined;

  /**
   * The row of a message; undefined when it says nothing new. A run that has ended gives one last
   * row of nothing, so that no line leads from its end to the start of the next.
   */
  sample(stats: LoadStats, timeS: number): LoadRow | undefined {
    const last = this.#last;
    this.#last = stats;
    const wasActive = last !== undefined && isActive(last);
    if (!isActive(stats)) return wasActive ? NOTHING : undefined;
    if (last?.runId !== stats.runId) this.#meter.reset();
    if (wasActive && last.runId === stats.runId && isSame(last, stats)) return undefined;
    const { accepted, soldOut } = stats.orders;
    // Messages may be late and come together; how far apart they are, the clock of the run knows. It
    // stands still while the run settles.
    const isSending = stats.state === 'running';
    if (isSending) this.#offsetS = timeS - stats.elapsedS;
    const rates = this.#meter.add(timeS - this.#offsetS, {
      accepted,
      soldOut,
      other: Math.max(0, stats.success - accepted - soldOut),
      failure: stats.failure,
      dropped: stats.dropped,
    });
    // In the middle of a run the first message knows no rates: a row of it would be a hole.
    if (rates['accepted'] === null && stats.elapsedS > 1) return undefined;
    const { p50, p90, p99, p999 } = stats.latency.second;
    return {
      target: isSending ? stats.targetRps : 0,
      achieved: isSending ? stats.achievedRps : 0,
      accepted: rates['accepted'] ?? null,
      other: rates['other'] ?? null,
      soldOut: rates['soldOut'] ?? null,
      failure: rates['failure'] ?? null,
      dropped: rates['dropped'] ?? null,
      inFlight: stats.inFlight,
      p50,
      p90,
      p99,
      p999,
    };
  }
}

/** Whether a run is sending, or waiting for what it has sent. */
export function isActive({ state }: Pick<LoadStats, 'state'>): boolean {
  return state === 'running' || state === 'settling';
}

/** The rows of a run so far, from its report, for a page that was opened later. */
export function rowsOfReport(
  report: Pick<LoadReport, 'seconds'>,
  startS: number,
): { time: number; row: LoadRow }[] {
  return report.seconds.map((second) => {
    const { fromS, spanS, p50, p90, p99, p999 } = second;
    return {
      time: startS + fromS + spanS,
      row: {
        target: second.targetRps,
        achieved: second.sentRps,
        accepted: second.accepted / spanS,
        other: Math.max(0, second.success - second.accepted - second.soldOut) / spanS,
        soldOut: second.soldOut / spanS,
        failure: second.failure / spanS,
        dropped: second.dropped / spanS,
        inFlight: second.inFlight,
        p50,
        p90,
        p99,
        p999,
      },
    };
  });
}

// The generator measures twice a second and tells twice a second: now and then it tells one twice.
function isSame(a: LoadStats, b: LoadStats): boolean {
  return (
    a.elapsedS === b.elapsedS &&
    a.state === b.state &&
    a.success === b.success &&
    a.failure === b.failure
  );
}
