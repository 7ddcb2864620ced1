import type { Static } from 'typebox';
import { Type } from './type.ts';
import { Count, Rate, Share } from './load-figures.ts';
import { must, StringEnum } from './schema.ts';

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

export const LoadShares = Type.Object(
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
