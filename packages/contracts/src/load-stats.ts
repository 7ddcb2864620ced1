import type { Static } from 'typebox';
import { Type } from './type.ts';
import { Count, NullableNumber, Passed, percentilesMs } from './load-figures.ts';
import { LoadConfig } from './load-config.ts';
import { SEARCH_PHASES } from './load-plan.ts';
import { LOAD_PRESETS } from './load-preset.ts';
import { StringEnum } from './schema.ts';

export const Percentiles = Type.Object({
  count: Count('Number of values; the other fields are null when it is 0'),
  ...percentilesMs,
});
export type Percentiles = Static<typeof Percentiles>;

/** Interrupted is a run whose generator was killed; its figures are those of shortly before. */
export const LOAD_STATES = ['idle', 'running', 'settling', 'finished', 'interrupted'] as const;
export type LoadState = (typeof LOAD_STATES)[number];

/** What a run orders: see the description in `LoadStats`. */
const LOAD_GOODS = ['unknown', 'event', 'everything', 'mix'] as const;
export type LoadGoods = (typeof LOAD_GOODS)[number];

export const Sells = StringEnum(LOAD_GOODS, {
  description:
    'event: the tickets of the configured event; everything: the target has no such event, so what is ' +
    'really on sale; mix: what the configuration names; unknown: the target has not said yet what it sells',
});

export const LoadStep = Type.Object({
  rps: Type.Number(),
  p99Ms: NullableNumber('Latency of the responses within the step'),
  failureShare: Type.Number(),
  answeredShare: Type.Number({
    description: 'Share of the requests sent that were answered within the step',
  }),
  passed: Type.Boolean(),
});
export type LoadStep = Static<typeof LoadStep>;

export const LOAD_ENDPOINTS = [
  'POST /orders',
  'POST /orders (repeated)',
  'POST /orders (invalid)',
  'GET /tickets',
] as const;
export type LoadEndpointName = (typeof LOAD_ENDPOINTS)[number];

/** What was sent to one endpoint in a run, and what came back. */
export const LoadEndpoint = Type.Object({
  endpoint: StringEnum(LOAD_ENDPOINTS, {
    description:
      'repeated: second clicks, with the Idempotency-Key of the first; invalid: must get 400',
  }),
  sent: Count(),
  success: Count('Answers that say what they should, sold out included'),
  soldOut: Count('409 SOLD_OUT'),
  failure: Count(),
  ...percentilesMs,
  samples: Count('Latencies measured; the percentiles are null when there are none'),
});
export type LoadEndpoint = Static<typeof LoadEndpoint>;

export const LoadFailure = Type.Object({
  endpoint: StringEnum(LOAD_ENDPOINTS),
  kind: Type.String({
    description:
      'Status and error code of an unexpected response, what is wrong with the answer, or why there was none',
    examples: ['503 OVERLOADED', 'the answer has no orderId', 'timeout'],
  }),
  count: Count(),
  sample: Type.String({ description: 'The start of the latest response; empty without one' }),
  at: Type.String({ format: 'date-time', description: 'When it last happened' }),
});
export type LoadFailure = Static<typeof LoadFailure>;

/** How a run ended, or how it would end now. */
const LOAD_OUTCOMES = ['passed', 'failed', 'nothing-sold', 'unmeasured'] as const;
export type LoadOutcome = (typeof LOAD_OUTCOMES)[number];

export const Outcome = StringEnum(LOAD_OUTCOMES, {
  description:
    'nothing-sold: orders were answered and none was accepted; unmeasured: no threshold could be judged',
});

export const Verdict = Type.Object({
  passed: Passed('true only if the outcome is passed, null if it is unmeasured'),
  outcome: Outcome,
  checks: Type.Array(
    Type.Object({
      threshold: Type.String(),
      bound: StringEnum(['at most', 'at least']),
      limit: Type.Number(),
      actual: NullableNumber('null when not measured, and so not judged'),
      passed: Passed(),
    }),
  ),
});
export type Verdict = Static<typeof Verdict>;

export const LoadSearch = Type.Object({
  phase: StringEnum(SEARCH_PHASES, {
    description:
      'searching: until processes use more than their target; climbing: until more are running; ' +
      'holding: as much as those can do; descending: until the surplus has gone',
  }),
  sentence: Type.String({
    description: 'What happens and why, for people',
    examples: ['480/s: gateway uses 41 % of its CPU request and scales at 60 %'],
  }),
  decisions: Type.Array(
    Type.Object({
      atS: Type.Number({ description: 'Since the start' }),
      phase: StringEnum(SEARCH_PHASES),
      rps: Type.Number({ description: 'The rate from then on, or that it climbs or falls to' }),
      sentence: Type.String(),
    }),
    { description: 'Every decision so far, oldest first' },
  ),
});
export type LoadSearch = Static<typeof LoadSearch>;

export const LoadStats = Type.Object({
  state: StringEnum(LOAD_STATES),
  runId: Type.Optional(Type.String()),
  preset: Type.Optional(
    StringEnum(LOAD_PRESETS, { description: 'The preset that the run was started with' }),
  ),
  target: Type.String(),
  sells: Sells,
  startedAt: Type.Optional(Type.String({ format: 'date-time' })),
  endedAt: Type.Optional(Type.String({ format: 'date-time' })),
  config: LoadConfig,
  elapsedS: Type.Number({ description: 'Sending time so far' }),
  plannedS: Type.Number({ description: 'Total sending time' }),
  targetRps: Type.Number({ description: 'What the plan asks for now; after the run, its mean' }),
  achievedRps: Type.Number({ description: 'Sent in the last second; after the run, the mean' }),
  averageRps: Type.Number({ description: 'Sent per second over the whole run' }),
  due: Count('Requests the plan has asked for so far: sent + dropped'),
  sent: Count(),
  success: Count(
    'Answers that say what they should: an order with the right price, the same order to a repeated ' +
      'request, a list of tickets, an error code to a bad request; also 409 SOLD_OUT, which ' +
      '`orders.soldOut` counts by itself',
  ),
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
  endpoints: Type.Array(LoadEndpoint, { description: 'Always all of them, in the same order' }),
  failures: Type.Array(LoadFailure, {
    description: 'All failures by endpoint and kind, the most frequent first',
  }),
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
    held: Count('Followed orders whose tickets are held until they are paid; they have settled'),
    rejected: Count('Followed orders that were rejected'),
    pending: Count('Followed orders without a final status so far'),
    lost: Count('Followed orders that the target accepted and no longer has'),
    duplicatesChecked: Count('Double clicks whose two responses could be compared'),
    duplicated: Count('Double clicks that got a different order'),
    clickToSettled: Type.Object(Percentiles.properties, {
      description:
        'Of the followed orders. One that never settled counts as an hour (3600000) at the end of the run',
    }),
  }),
  search: Type.Optional(LoadSearch),
  steps: Type.Optional(Type.Array(LoadStep)),
  lastGoodRps: Type.Optional(NullableNumber('The highest rate that held, for the steps profile')),
  verdict: Verdict,
});
export type LoadStats = Static<typeof LoadStats>;
