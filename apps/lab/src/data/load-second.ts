import type { LoadSecond } from '@onsale/api-client';

/** A second of a load, of which a test says what matters to it. */
export function second(part: Partial<LoadSecond> = {}): LoadSecond {
  return {
    fromS: 0,
    spanS: 1,
    targetRps: 100,
    sentRps: 100,
    accepted: 100,
    soldOut: 0,
    success: 100,
    failure: 0,
    dropped: 0,
    inFlight: 1,
    p50: 2,
    p90: 4,
    p95: 5,
    p99: 9,
    p999: 12,
    max: 13,
    ...part,
  };
}
