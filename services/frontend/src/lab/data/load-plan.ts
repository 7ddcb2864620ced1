import type { LoadConfig } from '@onsale/contracts';

/** A stretch of time in which the rate goes in a line from one value to another. */
export interface Segment {
  durationS: number;
  fromRps: number;
  toRps: number;
}

/** What the plan of a load depends on. */
export type PlannedLoad = Pick<LoadConfig, 'rps' | 'durationS' | 'profile' | 'stages'>;

const STEPS = 10;

/**
 * What the generator will ask for, as a line of rates over time. A test of the repository holds it
 * against the generator's own plan.
 */
export function planOf({ rps, durationS, profile, stages }: PlannedLoad): Segment[] {
  const segment = (share: number, from: number, to: number): Segment => ({
    durationS: share * durationS,
    fromRps: from * rps,
    toRps: to * rps,
  });
  switch (profile) {
    case 'constant':
      return [segment(1, 1, 1)];
    case 'ramp':
      return [segment(1, 0, 1)];
    case 'spike':
      return [
        segment(0.15, 0.05, 0.05),
        segment(0.25, 1, 1),
        segment(0.2, 1, 0.3),
        segment(0.4, 0.3, 0.05),
      ];
    case 'steps':
      return Array.from({ length: STEPS }, (_, i) => {
        const share = (i + 1) / STEPS;
        return segment(1 / STEPS, share, share);
      });
    default:
      return stages.map((stage, i) => ({
        durationS: stage.durationS,
        fromRps: stage.ramp === true ? (stages[i - 1]?.rps ?? 0) : stage.rps,
        toRps: stage.rps,
      }));
  }
}

export function durationOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, segment) => sum + segment.durationS, 0);
}

/** Requests that a plan asks for in all. */
export function requestsOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, s) => sum + ((s.fromRps + s.toRps) / 2) * s.durationS, 0);
}

export function highestRateOf(segments: readonly Segment[]): number {
  return segments.reduce((highest, s) => Math.max(highest, s.fromRps, s.toRps), 0);
}
