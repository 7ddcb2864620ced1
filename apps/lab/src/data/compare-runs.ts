import type { LoadReport, LoadSecond } from '@onsale/api-client';

/** What a measure is counted in; the page chooses how to write it. */
export type Unit = 'perSecond' | 'count' | 'ms' | 'share' | 'seconds';

export interface Difference {
  measure: Measure;
  unit: Unit;
  a: number | null;
  b: number | null;
  /** (b - a) / a; `new` where something came of nothing; null where either is missing or both are 0. */
  change: number | 'new' | null;
  /** Which is better; null where they are equal, or where neither direction is good. */
  better: 'a' | 'b' | null;
}

type Compared = Pick<
  LoadReport,
  'averageRps' | 'due' | 'sent' | 'failure' | 'dropped' | 'elapsedS' | 'latency' | 'orders'
>;

interface MeasureOf {
  unit: Unit;
  good: 'more' | 'less' | 'neither';
  of: (run: Compared) => number | null;
}

const MEASURES = {
  elapsedS: { unit: 'seconds', good: 'neither', of: (run) => run.elapsedS },
  sent: { unit: 'count', good: 'neither', of: (run) => run.sent },
  averageRps: { unit: 'perSecond', good: 'more', of: (run) => run.averageRps },
  p50: { unit: 'ms', good: 'less', of: (run) => run.latency.run.p50 },
  p95: { unit: 'ms', good: 'less', of: (run) => run.latency.run.p95 },
  p99: { unit: 'ms', good: 'less', of: (run) => run.latency.run.p99 },
  p999: { unit: 'ms', good: 'less', of: (run) => run.latency.run.p999 },
  max: { unit: 'ms', good: 'less', of: (run) => run.latency.run.max },
  failureShare: { unit: 'share', good: 'less', of: (run) => shareOf(run.failure, run.sent) },
  droppedShare: { unit: 'share', good: 'less', of: (run) => shareOf(run.dropped, run.due) },
  settledP99: { unit: 'ms', good: 'less', of: (run) => run.orders.clickToSettled.p99 },
  accepted: { unit: 'count', good: 'more', of: (run) => run.orders.accepted },
  soldOut: { unit: 'count', good: 'neither', of: (run) => run.orders.soldOut },
  lost: { unit: 'count', good: 'less', of: (run) => run.orders.lost },
  duplicated: { unit: 'count', good: 'less', of: (run) => run.orders.duplicated },
} as const satisfies Record<string, MeasureOf>;

export type Measure = keyof typeof MEASURES;

/** What one run has, the other has, and which of them did better. */
export function compareRuns(a: Compared, b: Compared): Difference[] {
  return Object.entries(MEASURES).map(([measure, { unit, good, of }]: [string, MeasureOf]) => {
    const [ofA, ofB] = [of(a), of(b)];
    return {
      measure: measure as Measure,
      unit,
      a: ofA,
      b: ofB,
      change: changeOf(ofA, ofB),
      better:
        ofA === null || ofB === null || ofA === ofB || good === 'neither'
          ? null
          : ofA > ofB === (good === 'more')
            ? 'a'
            : 'b',
    };
  });
}

// Against next to nothing every change is a number of seven digits that says nothing.
function changeOf(a: number | null, b: number | null): Difference['change'] {
  if (a === null || b === null) return null;
  if (a === 0) return b === 0 ? null : 'new';
  return (b - a) / a;
}

export interface Overlay {
  /** Whole seconds since the start. */
  times: number[];
  a: Overlaid[];
  b: Overlaid[];
}

/** null: the run had no such value then; undefined: the run has no point at this time. */
type Overlaid = number | null | undefined;

/** One value of two runs over the time since each began, on one axis. */
export function overlay(
  a: readonly LoadSecond[],
  b: readonly LoadSecond[],
  of: (second: LoadSecond) => number | null,
): Overlay {
  const byTime = (seconds: readonly LoadSecond[]) =>
    new Map(seconds.map((second) => [Math.round(second.fromS + second.spanS), of(second)]));
  const [ofA, ofB] = [byTime(a), byTime(b)];
  const times = [...new Set([...ofA.keys(), ...ofB.keys()])].sort((x, y) => x - y);
  return {
    times,
    a: times.map((time) => ofA.get(time)),
    b: times.map((time) => ofB.get(time)),
  };
}

function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
