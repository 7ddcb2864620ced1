import type { Static } from 'typebox';
import { Type } from './type.ts';
import { Count, NullableNumber, Passed, percentilesMs } from './load-figures.ts';
import { StringEnum } from './schema.ts';

export const Percentiles = Type.Object({
  count: Count('Values; the rest is null without any'),
  ...percentilesMs,
});
export type Percentiles = Static<typeof Percentiles>;

export const LOAD_STATES = ['idle', 'running', 'settling', 'finished'] as const;
export type LoadState = (typeof LOAD_STATES)[number];

const LoadStep = Type.Object({
  rps: Type.Number(),
  p99Ms: NullableNumber('Latency of the answers within the step'),
  failureShare: Type.Number(),
  answeredShare: Type.Number({ description: 'Answers within the step for each request sent' }),
  passed: Type.Boolean(),
});
export type LoadStep = Static<typeof LoadStep>;

export const Verdict = Type.Object({
  passed: Passed('null as long as nothing was measured'),
  checks: Type.Array(
    Type.Object({
      threshold: Type.String(),
      limit: Type.Number(),
      actual: NullableNumber('null: not measured, so not judged'),
      passed: Passed(),
    }),
  ),
});
export type Verdict = Static<typeof Verdict>;

export const LoadStats = Type.Object({
  state: StringEnum(LOAD_STATES),
  runId: Type.Optional(Type.String()),
  target: Type.String(),
  startedAt: Type.Optional(Type.String({ format: 'date-time' })),
  endedAt: Type.Optional(Type.String({ format: 'date-time' })),
  elapsedS: Type.Number({ description: 'Sending time so far' }),
  plannedS: Type.Number({ description: 'Sending time in all' }),
  targetRps: Type.Number({ description: 'By the plan, now; after the run its mean' }),
  achievedRps: Type.Number({ description: 'Sent in the last second; after the run the mean' }),
  averageRps: Type.Number({ description: 'Sent a second in the whole run' }),
  due: Count('Requests that the plan asked for so far: sent + dropped'),
  sent: Count(),
  success: Count('Answers as they should be: 201, 200; 400 to a bad request; 409 SOLD_OUT'),
  failure: Count('Every other answer, and none'),
  inFlight: Count(),
  dropped: Count('Due, but not sent: the in-flight cap was reached'),
  requests: Type.Object({
    orders: Count(),
    duplicates: Count(),
    badRequests: Count(),
    readers: Count(),
  }),
  statusCodes: Type.Record(Type.String(), Type.Integer()),
  errors: Type.Record(Type.String(), Type.Integer(), {
    description: 'Failures without an answer, by kind',
  }),
  lastErrors: Type.Array(
    Type.Object({
      at: Type.String({ format: 'date-time' }),
      status: Type.Integer(),
      body: Type.String(),
    }),
    { description: 'The last bodies of answers that should not be' },
  ),
  latency: Type.Object(
    { run: Percentiles, second: Percentiles },
    { description: 'From the moment a request was due to the end of its answer' },
  ),
  serviceTime: Type.Object(
    { run: Percentiles, second: Percentiles },
    { description: 'From the moment a request was written to the end of its answer' },
  ),
  schedulerLag: Type.Object(
    { run: Percentiles, second: Percentiles },
    { description: 'How late the generator itself was' },
  ),
  orders: Type.Object({
    accepted: Count('Orders answered 201, without second clicks'),
    soldOut: Count('Orders answered 409 SOLD_OUT'),
    followed: Count('Accepted orders whose way was watched'),
    followedShare: NullableNumber('followed / accepted'),
    confirmed: Count('Of the followed'),
    rejected: Count('Of the followed'),
    pending: Count('Of the followed: no final state seen yet'),
    lost: Count('Of the followed: accepted, but the target does not know it'),
    duplicatesChecked: Count('Second clicks whose two answers could be compared'),
    duplicated: Count('Second clicks that got another order than the first'),
    clickToSettled: Percentiles,
  }),
  steps: Type.Optional(Type.Array(LoadStep)),
  lastGoodRps: Type.Optional(NullableNumber('Of the profile steps: the highest rate that held')),
  verdict: Verdict,
});
export type LoadStats = Static<typeof LoadStats>;
