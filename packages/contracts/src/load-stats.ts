import type { Static } from 'typebox';
import { Type } from './type.ts';
import { Count, NullableNumber, Passed, percentilesMs } from './load-figures.ts';
import { StringEnum } from './schema.ts';

export const Percentiles = Type.Object({
  count: Count('Number of values; the other fields are null when it is 0'),
  ...percentilesMs,
});
export type Percentiles = Static<typeof Percentiles>;

export const LOAD_STATES = ['idle', 'running', 'settling', 'finished'] as const;
export type LoadState = (typeof LOAD_STATES)[number];

/** What a run orders: see the description in `LoadStats`. */
export const LOAD_GOODS = ['unknown', 'event', 'everything', 'mix'] as const;
export type LoadGoods = (typeof LOAD_GOODS)[number];

export const Sells = StringEnum(LOAD_GOODS, {
  description:
    'event: the tickets of the configured event; everything: the target has no such event, so what is ' +
    'really on sale; mix: what the configuration names; unknown: the target has not said yet what it sells',
});

const LoadStep = Type.Object({
  rps: Type.Number(),
  p99Ms: NullableNumber('Latency of the responses within the step'),
  failureShare: Type.Number(),
  answeredShare: Type.Number({
    description: 'Share of the requests sent that were answered within the step',
  }),
  passed: Type.Boolean(),
});
export type LoadStep = Static<typeof LoadStep>;

export const Verdict = Type.Object({
  passed: Passed('null until something has been measured'),
  checks: Type.Array(
    Type.Object({
      threshold: Type.String(),
      limit: Type.Number(),
      actual: NullableNumber('null when not measured, and so not judged'),
      passed: Passed(),
    }),
  ),
});
export type Verdict = Static<typeof Verdict>;

export const LoadStats = Type.Object({
  state: StringEnum(LOAD_STATES),
  runId: Type.Optional(Type.String()),
  target: Type.String(),
  sells: Sells,
  startedAt: Type.Optional(Type.String({ format: 'date-time' })),
  endedAt: Type.Optional(Type.String({ format: 'date-time' })),
  elapsedS: Type.Number({ description: 'Sending time so far' }),
  plannedS: Type.Number({ description: 'Total sending time' }),
  targetRps: Type.Number({ description: 'What the plan asks for now; after the run, its mean' }),
  achievedRps: Type.Number({ description: 'Sent in the last second; after the run, the mean' }),
  averageRps: Type.Number({ description: 'Sent per second over the whole run' }),
  due: Count('Requests the plan has asked for so far: sent + dropped'),
  sent: Count(),
  success: Count('Expected responses: 201, 200; 400 to a bad request; 409 SOLD_OUT'),
  failure: Count('Every other response, or none'),
  inFlight: Count(),
  dropped: Count('Due but not sent, because the in-flight limit was reached'),
  requests: Type.Object({
    orders: Count(),
    duplicates: Count(),
    badRequests: Count(),
    readers: Count(),
  }),
  statusCodes: Type.Record(Type.String(), Type.Integer()),
  errors: Type.Record(Type.String(), Type.Integer(), {
    description: 'Failures without a response, by kind',
  }),
  lastErrors: Type.Array(
    Type.Object({
      at: Type.String({ format: 'date-time' }),
      status: Type.Integer(),
      body: Type.String(),
    }),
    { description: 'The most recent unexpected response bodies' },
  ),
  latency: Type.Object(
    { run: Percentiles, second: Percentiles },
    { description: 'From when a request was due to the end of its response' },
  ),
  serviceTime: Type.Object(
    { run: Percentiles, second: Percentiles },
    { description: 'From when a request was written to the end of its response' },
  ),
  schedulerLag: Type.Object(
    { run: Percentiles, second: Percentiles },
    { description: 'How late the generator itself was' },
  ),
  orders: Type.Object({
    accepted: Count('Orders answered 201, not counting double clicks'),
    soldOut: Count('Orders answered 409 SOLD_OUT'),
    followed: Count('Accepted orders that were followed'),
    followedShare: NullableNumber('followed / accepted'),
    confirmed: Count('Followed orders that were confirmed'),
    rejected: Count('Followed orders that were rejected'),
    pending: Count('Followed orders without a final status so far'),
    lost: Count('Followed orders that the target accepted and no longer has'),
    duplicatesChecked: Count('Double clicks whose two responses could be compared'),
    duplicated: Count('Double clicks that got a different order'),
    clickToSettled: Percentiles,
  }),
  steps: Type.Optional(Type.Array(LoadStep)),
  lastGoodRps: Type.Optional(NullableNumber('The highest rate that held, for the steps profile')),
  verdict: Verdict,
});
export type LoadStats = Static<typeof LoadStats>;
