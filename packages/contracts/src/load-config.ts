import type { Static } from 'typebox';
import { Type } from './type.ts';
import { Count, Rate, Share } from './load-figures.ts';
import { LOAD_PROFILES } from './load-plan.ts';
import { must, StringEnum } from './schema.ts';

/**
 * Hard limits of a load's configuration; a generator's `MAX_RPS` and `MAX_DURATION_S` set tighter
 * ones.
 */
const WORKLOAD_LIMITS = {
  /** More stages than anyone can follow. */
  stages: 100,
  mix: 100,
  /** The same as in an order. */
  qty: 1_000_000,
  weight: 1_000_000,
  /** More connections gain nothing and cost memory on both sides. */
  connections: 256,
  timeoutMs: 120_000,
  settleTimeoutS: 600,
  followMaxPerS: 1000,
  replicas: 1000,
} as const;

/** The event on which loads are rehearsed, unless they name another. */
export const REHEARSAL_EVENT = 'rehearsal';

export const LoadStage = Type.Object(
  {
    rps: Rate('Requests a second at the end of the stage'),
    durationS: Type.Number({ exclusiveMinimum: 0, description: 'Length of the stage' }),
    ramp: Type.Optional(
      Type.Boolean({ description: 'Change linearly from the previous rate instead of at once' }),
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
      description: 'Tickets per order',
    }),
    weight: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: WORKLOAD_LIMITS.weight,
        description: 'Weight relative to the other entries; 1 by default',
      }),
    ),
  },
  { additionalProperties: false },
);
export type MixEntry = Static<typeof MixEntry>;

export const LoadShares = Type.Object(
  {
    duplicates: Share('Double clicks: the previous request again, with its Idempotency-Key'),
    badRequests: Share('Invalid orders, which must get a 400'),
    readers: Share('GET /tickets'),
  },
  { additionalProperties: false },
);

export const LoadThresholds = Type.Object(
  {
    p99Ms: Type.Optional(Type.Number({ minimum: 0, description: 'Maximum p99 latency' })),
    failureShare: Type.Optional(Share('Maximum share of sent requests that fail')),
    clickToSettledP99Ms: Type.Optional(
      Type.Number({ minimum: 0, description: 'Maximum p99 time from click to final status' }),
    ),
    lost: Type.Optional(Count('Maximum number of accepted orders the target has lost')),
    duplicated: Type.Optional(Count('Maximum number of double clicks that created a second order')),
    minAcceptedShare: Type.Optional(
      Share('Minimum share of answered orders that are accepted, and not sold out or failed'),
    ),
    droppedShare: Type.Optional(
      Share('Maximum share of due requests the generator could not send'),
    ),
  },
  { additionalProperties: false },
);
export type LoadThresholds = Static<typeof LoadThresholds>;

const LoadPart = Type.Object(
  {
    index: Type.Integer({
      minimum: 0,
      description: 'Which part of the load this generator sends, counting from 0',
    }),
    of: Type.Integer({
      minimum: 1,
      maximum: WORKLOAD_LIMITS.replicas,
      description: 'Number of parts',
    }),
  },
  { additionalProperties: false },
);

const loadProperties = {
  rps: Rate('Requests a second; the peak for ramp, spike and steps'),
  durationS: Type.Number({ exclusiveMinimum: 0, description: 'Length of the run' }),
  profile: StringEnum(LOAD_PROFILES, {
    description:
      'constant; ramp: from 0 to the rate; spike: quiet, a wall, a long tail; steps: up in ten ' +
      'steps until a threshold breaks; stages: as `stages` says',
  }),
  stages: Type.Array(LoadStage, { maxItems: WORKLOAD_LIMITS.stages }),
  arrivals: StringEnum(['constant', 'poisson'], { description: 'Gaps between requests' }),
  event: Type.String({
    minLength: 1,
    maxLength: 64,
    ...must('must be 1 to 64 characters'),
    description:
      'The event whose tickets are ordered when `mix` is empty. A target without an event `rehearsal`, ' +
      'the default, is ordered everything from that it lists at GET /tickets; `sells` says so',
  }),
  mix: Type.Array(MixEntry, {
    maxItems: WORKLOAD_LIMITS.mix,
    description: 'What to order; empty means all tickets of `event`',
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
    description: 'Connections to the target; a change takes effect with the next run',
  }),
  timeoutMs: Type.Integer({
    minimum: 100,
    maximum: WORKLOAD_LIMITS.timeoutMs,
    description: 'How long a request may wait for a connection, and then again for its response',
  }),
  followMaxPerS: Type.Integer({
    minimum: 0,
    maximum: WORKLOAD_LIMITS.followMaxPerS,
    description: 'Maximum number of orders followed to their final status; 0 for none',
  }),
  settleTimeoutS: Type.Number({
    minimum: 0,
    maximum: WORKLOAD_LIMITS.settleTimeoutS,
    description: 'How long a run waits at its end for the orders it follows',
  }),
};

/** The full configuration of a load. */
export const LoadConfig = Type.Object({
  ...loadProperties,
  shares: LoadShares,
  part: LoadPart,
  thresholds: LoadThresholds,
});
export type LoadConfig = Static<typeof LoadConfig>;

/** A partial configuration; the other fields keep their values. */
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
