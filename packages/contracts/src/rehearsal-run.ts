import type { Static } from 'typebox';
import { REHEARSAL_VERDICTS, RehearsalPlan, RehearsalSecond } from './rehearsal.ts';
import { StringEnum } from './schema.ts';
import { Type } from './type.ts';

/** How far a rehearsal is. `gathering`: people come, and the line is not open yet. */
export const REHEARSAL_PHASES = [
  ...(['preparing', 'gathering', 'selling', 'counting', 'ended'] as const),
] as const;
export type RehearsalPhase = (typeof REHEARSAL_PHASES)[number];

export const REHEARSAL_STATES = [
  ...(['running', 'finished', 'stopped', 'refused', 'failed'] as const),
] as const;

/** Why nothing is played, by a word, so that a page can say it in its language. */
export const REHEARSAL_REFUSALS = [
  ...(['no_shop', 'no_office', 'public_host', 'real_event', 'real_money', 'bank_closed'] as const),
  ...(['not_here', 'no_memory'] as const),
] as const;
export type RehearsalRefusal = (typeof REHEARSAL_REFUSALS)[number];

const Moment = Type.String({ format: 'date-time' });
const RunId = Type.String({ examples: ['20261127t200512-3fa1c9'] });

/** Why there is no report. */
export const RehearsalProblem = Type.Object({
  message: Type.String({ description: 'What went wrong, as a sentence' }),
  reason: Type.Optional(StringEnum(REHEARSAL_REFUSALS)),
});
export type RehearsalProblem = Static<typeof RehearsalProblem>;

/** The rehearsal that is being played, or the last one. */
export const RehearsalRun = Type.Object({
  runId: RunId,
  state: StringEnum(REHEARSAL_STATES),
  phase: StringEnum(REHEARSAL_PHASES),
  plan: RehearsalPlan,
  startedAt: Moment,
  endedAt: Type.Optional(Moment),
  eventName: Type.Optional(Type.String({ description: 'Of the copy that is played on' })),
  opensAt: Type.Optional(Type.String({ format: 'date-time', description: 'When its line opens' })),
  totals: Type.Object(
    {
      waiting: Type.Integer({ description: 'People in the lobby and in line now' }),
      admitted: Type.Integer(),
      ordered: Type.Integer(),
      confirmed: Type.Integer(),
    },
    { description: 'Sums so far' },
  ),
  seconds: Type.Array(RehearsalSecond, {
    description:
      'Each second so far; of a long rehearsal every second one, every fourth, and so on',
  }),
  problem: Type.Optional(RehearsalProblem),
});
export type RehearsalRun = Static<typeof RehearsalRun>;

/** A report in a list. */
export const RehearsalSummary = Type.Object({
  runId: RunId,
  startedAt: Moment,
  eventName: Type.String(),
  plan: RehearsalPlan,
  verdict: StringEnum(REHEARSAL_VERDICTS),
  confirmed: Type.Integer({ description: 'Orders' }),
  broken: Type.Integer({ description: 'Findings that are broken' }),
  limits: Type.Array(Type.String(), { description: 'Parts that were the limit' }),
});
export type RehearsalSummary = Static<typeof RehearsalSummary>;

export const RehearsalList = Type.Object({
  run: Type.Optional(RehearsalRun),
  reports: Type.Array(RehearsalSummary, { description: 'The newest first' }),
});
export type RehearsalList = Static<typeof RehearsalList>;

/** What the generator is asked to play. */
export const RehearsalStart = Type.Object(
  {
    plan: RehearsalPlan,
    apiKey: Type.Optional(
      Type.String({
        ...{ minLength: 1, maxLength: 200 },
        description:
          'Key of the office for the event that is made; the generator has none of its own',
      }),
    ),
    rehearsalId: Type.Optional(
      Type.String({
        pattern: '^rehearsal-[0-9a-f]{10}$',
        description: 'Id of the event that is made, which the key is for',
      }),
    ),
  },
  { additionalProperties: false },
);
export type RehearsalStart = Static<typeof RehearsalStart>;
