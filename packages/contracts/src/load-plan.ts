import type { LoadConfig } from './load-config.ts';

/** The courses of a load: see `planOf`. */
export const LOAD_PROFILES = ['constant', 'ramp', 'spike', 'steps', 'stages'] as const;
export type LoadProfile = (typeof LOAD_PROFILES)[number];

/** Where a search for the rate that makes the target scale has come. */
export const SEARCH_PHASES = ['searching', 'climbing', 'holding', 'descending'] as const;
export type SearchPhase = (typeof SEARCH_PHASES)[number];

/** A period in which the rate changes linearly. */
export interface Segment {
  durationS: number;
  fromRps: number;
  toRps: number;
}

export type PlannedLoad = Pick<LoadConfig, 'rps' | 'durationS' | 'profile' | 'stages'>;

/** Steps of the `steps` profile, from a tenth of the rate to the full rate. */
const STEPS = 10;

/**
 * The rate over time that a configuration asks for, for all parts together. The generator sends it
 * and the laboratory draws it, so this file must also run in a browser, without the schemas.
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
      // The opening minute: few before the doors, then everybody, then the retries.
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

/** Total number of requests in a plan. */
export function requestsOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, s) => sum + ((s.fromRps + s.toRps) / 2) * s.durationS, 0);
}

export function highestRateOf(segments: readonly Segment[]): number {
  return segments.reduce((highest, s) => Math.max(highest, s.fromRps, s.toRps), 0);
}

/** The rate at a moment of the plan; 0 outside it. */
export function rateAt(segments: readonly Segment[], elapsedS: number): number {
  let startS = 0;
  for (const { durationS, fromRps, toRps } of segments) {
    if (elapsedS < startS + durationS) {
      return fromRps + ((toRps - fromRps) * (elapsedS - startS)) / durationS;
    }
    startS += durationS;
  }
  return 0;
}
