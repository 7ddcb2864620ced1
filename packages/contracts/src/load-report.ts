import type { Static } from 'typebox';
import { Type } from './type.ts';
import { FleetService } from './fleet.ts';
import { LOAD_PROFILES } from './load-plan.ts';
import { Count, NullableNumber, Passed, percentilesMs } from './load-figures.ts';
import { LOAD_PRESETS } from './load-preset.ts';
import { LOAD_STATES, LoadStats, Outcome } from './load-stats.ts';
import { StringEnum } from './schema.ts';

/** One second of a run. Long runs are stored in longer spans, each with its worst percentiles. */
export const LoadSecond = Type.Object({
  fromS: Type.Number({ description: 'Since the start' }),
  spanS: Type.Number(),
  targetRps: Type.Number(),
  sentRps: Type.Number(),
  accepted: Count('Orders answered 201, not counting double clicks'),
  soldOut: Count('Orders answered 409 SOLD_OUT'),
  success: Count('Sold out included'),
  failure: Count(),
  dropped: Count(),
  inFlight: Count(),
  ...percentilesMs,
});
export type LoadSecond = Static<typeof LoadSecond>;

const { reason: _reason, ...scaled } = FleetService.properties;

/** What the fleet of the target was like at one moment of a run. */
export const LoadFleetMoment = Type.Object({
  atS: Type.Number({ description: 'Since the start' }),
  placed: NullableNumber('Orders a second, from all buyers; null at the first moment'),
  confirmed: NullableNumber('Orders a second'),
  rejected: NullableNumber('Orders a second'),
  waiting: Count('Orders that are placed and not settled'),
  services: Type.Array(Type.Object(scaled)),
});
export type LoadFleetMoment = Static<typeof LoadFleetMoment>;

/** Processes of one service that came and went. */
export const LoadFleetChange = Type.Object({
  atS: Type.Number({ description: 'Since the start' }),
  service: Type.String(),
  from: Count('Running before'),
  to: Count('Running after'),
  came: Count('Processes that were not there before'),
  went: Count('Processes that are no longer there; one that is killed and replaced is in both'),
  reason: Type.Union([Type.String(), Type.Null()], {
    description: 'What the autoscaler said then',
    examples: ['cpu 83 % of 60 % → 2 wanted'],
  }),
});
export type LoadFleetChange = Static<typeof LoadFleetChange>;

export const LoadFleet = Type.Object({
  moments: Type.Array(LoadFleetMoment, {
    description: 'One a second; of long runs fewer, at most 1200',
  }),
  changes: Type.Array(LoadFleetChange, { description: 'The first 500, oldest first' }),
});
export type LoadFleet = Static<typeof LoadFleet>;

const EncodedHistogram = Type.String({
  description:
    'HDR histogram of microseconds, exported by node:perf_hooks, in base64; merge by adding',
});

export const LoadReport = Type.Object({
  ...LoadStats.properties,
  seconds: Type.Array(LoadSecond),
  fleet: Type.Optional({
    ...LoadFleet,
    description: 'What `GET /fleet` of the target said during the run; missing if it has none',
  }),
  histograms: Type.Object({
    latency: EncodedHistogram,
    serviceTime: EncodedHistogram,
    schedulerLag: EncodedHistogram,
    clickToSettled: EncodedHistogram,
    endpoints: Type.Array(EncodedHistogram, {
      description: 'Latency of each endpoint, in the order of `endpoints`',
    }),
  }),
});
export type LoadReport = Static<typeof LoadReport>;

export const LoadRunSummary = Type.Object({
  runId: Type.String(),
  state: StringEnum(LOAD_STATES),
  startedAt: Type.String({ format: 'date-time' }),
  elapsedS: Type.Number({ description: 'Sending time' }),
  preset: Type.Optional(StringEnum(LOAD_PRESETS)),
  profile: StringEnum(LOAD_PROFILES),
  rps: Type.Number({ description: 'The highest rate of its plan' }),
  averageRps: Type.Number(),
  sent: Count(),
  accepted: Count('Orders'),
  soldOut: Count('Orders'),
  failure: Count(),
  dropped: Count(),
  p99Ms: NullableNumber('Latency'),
  passed: Passed(),
  outcome: Outcome,
});
export type LoadRunSummary = Static<typeof LoadRunSummary>;
