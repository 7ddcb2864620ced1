import type { ScaledService } from './scaled-service.ts';

/** Failures beyond this share are trouble. */
const MOST_FAILED = 0.05;
/** So many requests may be under way at the lowest rates, and two seconds' worth at others. */
const FEW_IN_FLIGHT = 50;
/** A generator that is later than this has too little CPU itself. */
const LATE_MS = 100;

/** What is known of the last second of a load. */
export interface Sight {
  /** Since the start of the load. */
  atS: number;
  p99Ms: number | null;
  /** Requests that failed or were dropped, as a share of those that were due. */
  failedShare: number;
  soldOutShare: number;
  inFlight: number;
  /** How late the generator itself was, at p99. */
  lagMs: number;
  /** The services that an autoscaler watches; none when the target does not tell. */
  services: readonly ScaledService[];
}

/** Whether a second at a rate was more than the target can do. */
export function isBad(sight: Sight, { rps, p99Ms }: { rps: number; p99Ms: number }): boolean {
  return (
    (sight.p99Ms ?? 0) > p99Ms ||
    sight.failedShare > MOST_FAILED ||
    sight.inFlight > Math.max(FEW_IN_FLIGHT, 2 * rps)
  );
}

/** "Latency broke at about 800/s (p99 2,300 ms)". */
export function describeTrouble({ p99Ms, failedShare, lagMs }: Sight, rps: number): string {
  const at = `at about ${showRate(rps)}`;
  const late = lagMs > LATE_MS ? `, and the generator itself was ${Math.round(lagMs)} ms late` : '';
  if (failedShare > MOST_FAILED) return `${Math.round(failedShare * 100)} % failed ${at}${late}`;
  if (p99Ms === null) return `Nothing was answered any more ${at}${late}`;
  return `Latency broke ${at} (p99 ${Math.round(p99Ms).toLocaleString('en')} ms)${late}`;
}

/** "1,280/s". */
export function showRate(rps: number): string {
  return `${rps < 10 ? rps.toFixed(1) : Math.round(rps).toLocaleString('en')}/s`;
}
