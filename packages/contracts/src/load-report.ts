import type { Static } from 'typebox';
import { Type } from './type.ts';
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

const EncodedHistogram = Type.String({
  description:
    'HDR histogram of microseconds, exported by node:perf_hooks, in base64; merge by adding',
});

export const LoadReport = Type.Object({
  ...LoadStats.properties,
  seconds: Type.Array(LoadSecond),
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
  rps: Type.Number(),
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
