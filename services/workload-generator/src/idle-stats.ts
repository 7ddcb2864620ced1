import { LOAD_ENDPOINTS, type LoadConfig } from '@onsale/contracts';
import { durationOf, planOf } from '@onsale/contracts/load-plan';
import type { EngineHistograms, EngineStats } from './engine-messages.ts';
import { NOTHING_RECORDED, TimeHistogram } from './histogram.ts';

const { count: samples, ...NO_PERCENTILES } = NOTHING_RECORDED;
const NO_TIMES = { run: NOTHING_RECORDED, second: NOTHING_RECORDED };

/** The statistics before anything has happened. */
export function idleStats(config: LoadConfig): EngineStats {
  return {
    state: 'running',
    elapsedS: 0,
    plannedS: durationOf(planOf(config)),
    targetRps: 0,
    achievedRps: 0,
    averageRps: 0,
    due: 0,
    sent: 0,
    success: 0,
    failure: 0,
    inFlight: 0,
    dropped: 0,
    requests: { orders: 0, duplicates: 0, badRequests: 0, readers: 0 },
    statusCodes: {},
    errors: {},
    lastErrors: [],
    endpoints: LOAD_ENDPOINTS.map((endpoint) => ({
      endpoint,
      sent: 0,
      success: 0,
      soldOut: 0,
      failure: 0,
      ...NO_PERCENTILES,
      samples,
    })),
    failures: [],
    latency: NO_TIMES,
    serviceTime: NO_TIMES,
    schedulerLag: NO_TIMES,
    orders: {
      accepted: 0,
      soldOut: 0,
      followed: 0,
      followedShare: null,
      confirmed: 0,
      held: 0,
      rejected: 0,
      pending: 0,
      lost: 0,
      duplicatesChecked: 0,
      duplicated: 0,
      clickToSettled: NOTHING_RECORDED,
    },
    steps: [],
  };
}

/** The histograms of a run that has not sent anything. */
export function emptyHistograms(): EngineHistograms {
  const nothing = new TimeHistogram().export();
  return {
    latency: nothing,
    serviceTime: nothing,
    schedulerLag: nothing,
    clickToSettled: nothing,
    endpoints: LOAD_ENDPOINTS.map(() => nothing),
  };
}
