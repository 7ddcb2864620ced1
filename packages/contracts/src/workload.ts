import type { Static } from 'typebox';
import { Type } from './type.ts';
import type { Operation } from './operation.ts';
import { ErrorBody, must, StringEnum } from './schema.ts';

/** Limits of a load's configuration; `MAX_RPS` and `MAX_DURATION_S` of a generator set the real ones. */
export const WORKLOAD_LIMITS = {
  /** A plan that a person still understands. */
  stages: 100,
  mix: 100,
  /** As in an order. */
  qty: 1_000_000,
  weight: 1_000_000,
  /** More connections serve no target better, and each costs both sides memory. */
  connections: 256,
  timeoutMs: 120_000,
  settleTimeoutS: 600,
  followMaxPerS: 1000,
  replicas: 1000,
} as const;

export const LOAD_PROFILES = ['constant', 'ramp', 'spike', 'steps', 'stages'] as const;
export type LoadProfile = (typeof LOAD_PROFILES)[number];

const Rate = (description: string) => Type.Number({ minimum: 0, description });
const Share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });
const NullableNumber = (description: string) =>
  Type.Unsafe<number | null>({ type: ['number', 'null'], description });
const Count = (description?: string) =>
  Type.Integer({ minimum: 0, ...(description === undefined ? {} : { description }) });

export const LoadStage = Type.Object(
  {
    rps: Rate('Requests a second at the end of the stage'),
    durationS: Type.Number({ exclusiveMinimum: 0, description: 'Length of the stage' }),
    ramp: Type.Optional(
      Type.Boolean({ description: 'Go there in a line from the rate before, instead of at once' }),
    ),
  },
  { additionalProperties: false },
);
export type LoadStage = Static<typeof LoadStage>;

export const MixEntry = Type.Object(
  {
    ticketId: Type.String({ minLength: 1, maxLength: 64, ...must('must be 1 to 64 characters') }),
    qty: Type.Integer({
      minimum: 1,
      maximum: WORKLOAD_LIMITS.qty,
      description: 'Tickets an order',
    }),
    weight: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: WORKLOAD_LIMITS.weight,
        description: 'How often, in relation to the other entries; 1 when left out',
      }),
    ),
  },
  { additionalProperties: false },
);
export type MixEntry = Static<typeof MixEntry>;

const LoadShares = Type.Object(
  {
    duplicates: Share('Second clicks: the request before once more, with its Idempotency-Key'),
    badRequests: Share('Orders that must get a 400'),
    readers: Share('GET /tickets'),
  },
  { additionalProperties: false },
);

export const LoadThresholds = Type.Object(
  {
    p99Ms: Type.Optional(Type.Number({ minimum: 0, description: 'Most latency at p99' })),
    failureShare: Type.Optional(Share('Most failures, as a share of what was sent')),
    clickToSettledP99Ms: Type.Optional(
      Type.Number({ minimum: 0, description: 'Most time from click to final state at p99' }),
    ),
    lost: Type.Optional(Count('Most accepted orders that the target does not know any more')),
    duplicated: Type.Optional(Count('Most second clicks that bought a second order')),
    droppedShare: Type.Optional(
      Share('Most requests that the generator itself could not send, as a share of all due'),
    ),
  },
  { additionalProperties: false },
);
export type LoadThresholds = Static<typeof LoadThresholds>;

const LoadPart = Type.Object(
  {
    index: Type.Integer({ minimum: 0, description: 'Which part this generator sends, from 0' }),
    of: Type.Integer({
      minimum: 1,
      maximum: WORKLOAD_LIMITS.replicas,
      description: 'Parts in all',
    }),
  },
  { additionalProperties: false },
);

const loadProperties = {
  rps: Rate('Requests a second; of ramp, spike and steps the highest'),
  durationS: Type.Number({ exclusiveMinimum: 0, description: 'Length of the run' }),
  profile: StringEnum(LOAD_PROFILES, {
    description:
      'constant; ramp: from 0 to the rate; spike: quiet, a wall, a long tail; steps: up in ten ' +
      'steps until a threshold breaks; stages: as `stages` says',
  }),
  stages: Type.Array(LoadStage, { maxItems: WORKLOAD_LIMITS.stages }),
  arrivals: StringEnum(['constant', 'poisson'], { description: 'Gaps between requests' }),
  mix: Type.Array(MixEntry, {
    maxItems: WORKLOAD_LIMITS.mix,
    description: 'What is ordered; empty: all that GET /tickets of the target has',
  }),
  paymentMethod: Type.String({
    minLength: 1,
    maxLength: 64,
    pattern: '^[^\\u0000-\\u001f\\u007f]*\\S[^\\u0000-\\u001f\\u007f]*$',
    ...must('must be 1 to 64 characters without control characters'),
  }),
  connections: Type.Integer({
    minimum: 1,
    maximum: WORKLOAD_LIMITS.connections,
    description: 'Connections to the target; a new number counts from the next run',
  }),
  timeoutMs: Type.Integer({
    minimum: 100,
    maximum: WORKLOAD_LIMITS.timeoutMs,
    description: 'How long a request may wait for a connection, and then for its answer',
  }),
  followMaxPerS: Type.Integer({
    minimum: 0,
    maximum: WORKLOAD_LIMITS.followMaxPerS,
    description: 'Orders that are followed to their final state, at most; 0 follows none',
  }),
  settleTimeoutS: Type.Number({
    minimum: 0,
    maximum: WORKLOAD_LIMITS.settleTimeoutS,
    description: 'How long the end of a run waits for the orders that it follows',
  }),
};

/** The whole configuration of a load, with every field. */
export const LoadConfig = Type.Object({
  ...loadProperties,
  shares: LoadShares,
  part: LoadPart,
  thresholds: LoadThresholds,
});
export type LoadConfig = Static<typeof LoadConfig>;

/** Some fields of it; the others keep their value. */
export const LoadChange = Type.Partial(
  Type.Object({
    ...loadProperties,
    shares: Type.Partial(LoadShares, { additionalProperties: false }),
    part: LoadPart,
    thresholds: LoadThresholds,
  }),
  { additionalProperties: false },
);
export type LoadChange = Static<typeof LoadChange>;

export const Percentiles = Type.Object({
  count: Count('Values; the rest is null without any'),
  p50: NullableNumber('ms'),
  p90: NullableNumber('ms'),
  p95: NullableNumber('ms'),
  p99: NullableNumber('ms'),
  p999: NullableNumber('ms'),
  max: NullableNumber('ms'),
});
export type Percentiles = Static<typeof Percentiles>;

export const LOAD_STATES = ['idle', 'running', 'settling', 'finished'] as const;
export type LoadState = (typeof LOAD_STATES)[number];

/** One second of a run; long runs are kept in longer spans, of which the worst percentiles stand. */
export const LoadSecond = Type.Object({
  fromS: Type.Number({ description: 'Since the start' }),
  spanS: Type.Number(),
  targetRps: Type.Number(),
  sentRps: Type.Number(),
  success: Count(),
  failure: Count(),
  dropped: Count(),
  inFlight: Count(),
  p50: NullableNumber('ms'),
  p90: NullableNumber('ms'),
  p95: NullableNumber('ms'),
  p99: NullableNumber('ms'),
  p999: NullableNumber('ms'),
  max: NullableNumber('ms'),
});
export type LoadSecond = Static<typeof LoadSecond>;

const LoadStep = Type.Object({
  rps: Type.Number(),
  p99Ms: NullableNumber('Latency of the answers within the step'),
  failureShare: Type.Number(),
  answeredShare: Type.Number({ description: 'Answers within the step for each request sent' }),
  passed: Type.Boolean(),
});
export type LoadStep = Static<typeof LoadStep>;

export const Verdict = Type.Object({
  passed: Type.Unsafe<boolean | null>({
    type: ['boolean', 'null'],
    description: 'null as long as nothing was measured',
  }),
  checks: Type.Array(
    Type.Object({
      threshold: Type.String(),
      limit: Type.Number(),
      actual: NullableNumber('null: not measured, so not judged'),
      passed: Type.Unsafe<boolean | null>({ type: ['boolean', 'null'] }),
    }),
  ),
});
export type Verdict = Static<typeof Verdict>;

const statsProperties = {
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
};

export const LoadStats = Type.Object(statsProperties);
export type LoadStats = Static<typeof LoadStats>;

const EncodedHistogram = Type.String({
  description:
    'HDR histogram of microseconds, exported by node:perf_hooks, in base64; mergeable by adding',
});

export const LoadReport = Type.Object({
  ...statsProperties,
  config: LoadConfig,
  seconds: Type.Array(LoadSecond),
  histograms: Type.Object({
    latency: EncodedHistogram,
    serviceTime: EncodedHistogram,
    schedulerLag: EncodedHistogram,
    clickToSettled: EncodedHistogram,
  }),
});
export type LoadReport = Static<typeof LoadReport>;

export const LoadRunSummary = Type.Object({
  runId: Type.String(),
  state: StringEnum(LOAD_STATES),
  startedAt: Type.String({ format: 'date-time' }),
  profile: StringEnum(LOAD_PROFILES),
  rps: Type.Number(),
  averageRps: Type.Number(),
  sent: Count(),
  failure: Count(),
  dropped: Count(),
  p99Ms: NullableNumber('Latency'),
  passed: Type.Unsafe<boolean | null>({ type: ['boolean', 'null'] }),
});
export type LoadRunSummary = Static<typeof LoadRunSummary>;

const Started = Type.Object(
  { runId: Type.String(), startedAt: Type.String({ format: 'date-time' }), config: LoadConfig },
  { description: 'The run has started' },
);

export const workload = {
  startLoad: {
    operationId: 'startLoad',
    method: 'POST',
    url: '/start',
    summary: 'Start a run',
    description: 'The body overrides the configuration for this run only.',
    bodyOptional: true,
    schema: {
      body: LoadChange,
      response: { 201: Started, 400: ErrorBody, 409: ErrorBody, 503: ErrorBody },
    },
  },
  stopLoad: {
    operationId: 'stopLoad',
    method: 'POST',
    url: '/stop',
    summary: 'Stop the run and read its final report',
    schema: { response: { 200: LoadReport, 409: ErrorBody } },
  },
  readLoadConfig: {
    operationId: 'readLoadConfig',
    method: 'GET',
    url: '/config',
    summary: 'The configuration of the next run',
    schema: { response: { 200: LoadConfig } },
  },
  replaceLoadConfig: {
    operationId: 'replaceLoadConfig',
    method: 'PUT',
    url: '/config',
    summary: 'Replace the configuration',
    description: 'What is left out gets its default. A running load goes on by the new one.',
    schema: { body: LoadChange, response: { 200: LoadConfig, 400: ErrorBody } },
  },
  changeLoadConfig: {
    operationId: 'changeLoadConfig',
    method: 'PATCH',
    url: '/config',
    summary: 'Change some of the configuration',
    description:
      'What is left out keeps its value. A running load takes the change at once. A new rate ' +
      'without a profile ends a plan of stages.',
    schema: { body: LoadChange, response: { 200: LoadConfig, 400: ErrorBody } },
  },
  readLoadStats: {
    operationId: 'readLoadStats',
    method: 'GET',
    url: '/stats',
    summary: 'How the run goes, or how the last one went',
    schema: { response: { 200: LoadStats } },
  },
  streamLoadStats: {
    operationId: 'streamLoadStats',
    method: 'GET',
    url: '/stats/stream',
    summary: 'The same, twice a second',
    description: 'Server-sent events named "stats".',
    contentType: 'text/event-stream',
    schema: { response: { 200: LoadStats } },
  },
  listLoadRuns: {
    operationId: 'listLoadRuns',
    method: 'GET',
    url: '/runs',
    summary: 'The last 20 runs, the newest first',
    schema: { response: { 200: Type.Object({ runs: Type.Array(LoadRunSummary) }) } },
  },
  readLoadRun: {
    operationId: 'readLoadRun',
    method: 'GET',
    url: '/runs/:runId',
    summary: 'The report of one run',
    schema: {
      params: Type.Object({ runId: Type.String() }),
      response: { 200: LoadReport, 404: ErrorBody },
    },
  },
} as const satisfies Record<string, Operation>;
