import type { Static } from 'typebox';
import { must, StringEnum } from './schema.ts';
import { Type } from './type.ts';

/** The most that one machine plays, and the longest that anybody waits for it. */
export const REHEARSAL_LIMITS = {
  people: 1_000_000,
  tickets: 1_000_000,
  withinS: 3600,
  devices: 100,
  seed: 2 ** 31 - 1,
} as const;

const Share = (description: string) =>
  Type.Number({
    minimum: 0,
    maximum: 1,
    description,
    ...must('must be a share from 0 to 1, such as 0.7'),
  });

/** What is to be rehearsed: the crowd, and what it comes for. */
export const RehearsalPlan = Type.Object(
  {
    people: Type.Integer({
      minimum: 1,
      maximum: REHEARSAL_LIMITS.people,
      ...must(`must be a whole number from 1 to ${REHEARSAL_LIMITS.people}`),
    }),
    tickets: Type.Integer({
      minimum: 1,
      maximum: REHEARSAL_LIMITS.tickets,
      ...must(`must be a whole number from 1 to ${REHEARSAL_LIMITS.tickets}`),
      description: 'How many are on sale',
    }),
    withinS: Type.Number({
      minimum: 1,
      maximum: REHEARSAL_LIMITS.withinS,
      description: 'In how many seconds the people come; four of five before the line opens',
    }),
    phones: Share('How many of the people have a phone: a slower network, and slower hands'),
    bots: Share('How many of the people are programs that try to get past the line'),
    abandons: Share('How many of those who have tickets set aside never pay'),
    devices: Type.Integer({
      minimum: 0,
      maximum: REHEARSAL_LIMITS.devices,
      description: 'Phones that scan at the entrance; 0 leaves the entrance out',
    }),
    kills: Type.Boolean({ description: 'Whether processes are killed during the sale' }),
    seed: Type.Integer({
      minimum: 0,
      maximum: REHEARSAL_LIMITS.seed,
      description: 'Of the chances: the same again for the same number',
    }),
    eventId: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: 'An event of which a copy is rehearsed; without it, one is made up',
      }),
    ),
  },
  { additionalProperties: false },
);
export type RehearsalPlan = Static<typeof RehearsalPlan>;

/** `unsure`: the simulator was too late to say; `left out`: there was no way to see it here. */
export const FINDING_STATES = [...(['held', 'broken', 'unsure', 'left out'] as const)] as const;
export type FindingState = (typeof FINDING_STATES)[number];

export const Finding = Type.Object({
  promise: Type.Integer({
    minimum: 0,
    maximum: 6,
    description: 'Which of the promises, 1 to 6; 0 for how fast it was',
  }),
  what: Type.String({ description: 'What was promised, as a sentence' }),
  is: StringEnum(FINDING_STATES),
  found: Type.String({ description: 'What was counted or measured' }),
  from: Type.Array(Type.String(), {
    description: 'What was counted, such as `shop`, `bank`, `mails`',
  }),
});
export type Finding = Static<typeof Finding>;

/** What could not do more at some time, and what to change. */
export const Limit = Type.Object({
  part: Type.String({ examples: ['gateway'] }),
  fromS: Type.Number({ description: 'Seconds since the line opened; below 0 before it' }),
  toS: Type.Number(),
  why: Type.String({ description: 'What was seen, as a sentence' }),
  change: Type.String({ description: 'What to change, as a sentence' }),
});
export type Limit = Static<typeof Limit>;

/** One second of a rehearsal. */
export const RehearsalSecond = Type.Object({
  atS: Type.Number({ description: 'Seconds since the line opened; below 0 before it' }),
  waiting: Type.Integer({ description: 'People in the lobby and in line' }),
  admitted: Type.Integer({ description: 'People whose turn began in this second' }),
  ordered: Type.Integer({ description: 'Orders that were taken in this second' }),
  confirmed: Type.Integer({ description: 'Orders that were confirmed in this second' }),
  refused: Type.Integer({ description: 'Answers with 503 in this second' }),
  slowMs: Type.Number({ description: 'In how many ms 99 of 100 requests were answered' }),
  lagMs: Type.Number({ description: 'How late the simulator was at most' }),
  backlog: Type.Optional(Type.Integer({ description: 'Orders that wait for a worker' })),
  cpu: Type.Record(Type.String(), Type.Number(), {
    description: 'Cores that each kind of process used',
  }),
});
export type RehearsalSecond = Static<typeof RehearsalSecond>;

export const RehearsalTime = Type.Object({
  what: Type.String({ examples: ['from pressing "buy" until the order was settled'] }),
  p50Ms: Type.Number(),
  p99Ms: Type.Number(),
  mostMs: Type.Optional(Type.Number({ description: 'The threshold of the 99th percentile' })),
});
export type RehearsalTime = Static<typeof RehearsalTime>;

export const REHEARSAL_VERDICTS = [...(['held', 'broken', 'unsure'] as const)] as const;

/** What a rehearsal has shown. */
export const RehearsalReport = Type.Object({
  verdict: StringEnum(REHEARSAL_VERDICTS, {
    description: '`unsure`: nothing is broken, but this machine was too slow to judge the times',
  }),
  summary: Type.String({ description: 'The verdict, as a sentence or two' }),
  plan: RehearsalPlan,
  installation: Type.Object({
    kind: StringEnum(['own', 'running'], {
      description: 'Whether the rehearsal started a site of its own',
    }),
    url: Type.String(),
    version: Type.String(),
    cores: Type.Integer({ description: 'Of the machine of the simulator' }),
  }),
  eventName: Type.String(),
  startedAt: Type.String({ format: 'date-time' }),
  opensAt: Type.String({ format: 'date-time', description: 'When the line opened' }),
  tookS: Type.Number({ description: 'From the opening until nobody waited any more' }),
  counts: Type.Record(Type.String(), Type.Integer(), {
    description: 'What was counted, by what it is called in the report',
  }),
  findings: Type.Array(Finding),
  times: Type.Array(RehearsalTime),
  limits: Type.Array(Limit),
  seconds: Type.Array(RehearsalSecond),
  kills: Type.Array(Type.Object({ atS: Type.Number(), part: Type.String(), awayS: Type.Number() })),
  answers: Type.Record(Type.String(), Type.Integer(), {
    description: 'Answers by what was asked for and their status, such as `order 201`',
  }),
});
export type RehearsalReport = Static<typeof RehearsalReport>;
