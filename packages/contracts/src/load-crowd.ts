import type { Static } from 'typebox';
import { REHEARSAL_EVENT } from './load-config.ts';
import { Count, Passed, Share } from './load-figures.ts';
import { Percentiles } from './load-stats.ts';
import { must, StringEnum } from './schema.ts';
import { Type } from './type.ts';
import { LineStatus } from './waiting-room.ts';

/** The rehearsal with a waiting room, in whose line crowds wait unless they name another. */
export const REHEARSAL_LINE = `${REHEARSAL_EVENT}-line`;

const CROWD_LIMITS = { people: 50_000, withinS: 3600 } as const;

/** How somebody who is not patient behaves. */
export const CROWD_KINDS = ['refreshing', 'leaving', 'twoTabs', 'copying', 'bots'] as const;
export type CrowdKind = (typeof CROWD_KINDS)[number];

export const CrowdShares = Type.Object(
  {
    refreshing: Share('Join again and again while they wait'),
    leaving: Share('Give their place back after some seconds'),
    twoTabs: Share('Wait in two tabs, and order in both if they can'),
    copying: Share('Order with the admission of somebody else before they order with their own'),
    bots: Share('Never join, and order with no admission, or with one that is forged or copied'),
  },
  { additionalProperties: false },
);
export type CrowdShares = Static<typeof CrowdShares>;

const crowdProperties = {
  event: Type.String({
    minLength: 1,
    maxLength: 64,
    pattern: '^[a-z0-9-]+$',
    ...must('must be the id of an event'),
    description: 'A rehearsal with a waiting room; the crowd buys its first ticket type',
  }),
  people: Type.Integer({ minimum: 1, maximum: CROWD_LIMITS.people, description: 'How many come' }),
  withinS: Type.Number({
    minimum: 0,
    maximum: CROWD_LIMITS.withinS,
    description: 'Within how many seconds they come, at random',
  }),
  seed: Type.Integer({
    minimum: 0,
    maximum: 2 ** 32 - 1,
    description: 'Of all chances: the same crowd again for the same number',
  }),
};

/** A crowd of people who wait; all who are in no share are patient. */
export const CrowdConfig = Type.Object({ ...crowdProperties, shares: CrowdShares });
export type CrowdConfig = Static<typeof CrowdConfig>;

/** What differs from the crowd by default. */
export const CrowdStart = Type.Partial(
  Type.Object({
    ...crowdProperties,
    shares: Type.Partial(CrowdShares, { additionalProperties: false }),
  }),
  { additionalProperties: false },
);
export type CrowdStart = Static<typeof CrowdStart>;

export const CROWD_STATES = ['idle', 'running', 'finished'] as const;

/** What people ask the shop for; `outcome` is that of an order. */
export const CROWD_REQUESTS = ['line', 'join', 'place', 'leave', 'order', 'outcome'] as const;

export const CrowdRequests = Type.Object({
  what: StringEnum(CROWD_REQUESTS),
  answered: Count('Requests that were answered'),
  refused: Count('Of them with a 4xx, such as 403 for an order without an admission'),
  failed: Count('Of them with a 5xx'),
  latency: { ...Percentiles, description: 'From sending to the answer, in ms' },
});
export type CrowdRequests = Static<typeof CrowdRequests>;

const crowdCounts = {
  arrived: Count('People who have come; bots included'),
  waiting: Count('Who have a place and no turn yet'),
  turns: Count('Who have their turn and have not ordered'),
  served: Count('Whose order has tickets'),
  told: Count('Who know that nothing is left'),
  left: Count('Who gave their place back'),
};

export const CrowdSecond = Type.Object({
  atS: Type.Number({ description: 'Since the start' }),
  ...crowdCounts,
});
export type CrowdSecond = Static<typeof CrowdSecond>;

/** What a crowd is judged by. */
export const CROWD_CHECKS = [
  ...(['soldToCheats', 'soldTwice', 'serverErrors', 'unanswered', 'lagP99Ms'] as const),
] as const;

export const CrowdCheck = Type.Object({
  check: StringEnum(CROWD_CHECKS, {
    description:
      'soldToCheats: orders that were taken without a turn of one’s own; soldTwice: people with two orders; ' +
      'lagP99Ms: how late people acted, which says whether the times here are to be believed',
  }),
  limit: Type.Number(),
  value: Type.Number(),
  passed: Type.Boolean(),
});
export type CrowdCheck = Static<typeof CrowdCheck>;

/** What became of a crowd: the one that is there now, or the last one. */
export const CrowdStats = Type.Object({
  runId: Type.Optional(Type.String()),
  state: StringEnum(CROWD_STATES),
  config: CrowdConfig,
  startedAt: Type.Optional(Type.String({ format: 'date-time' })),
  endedAt: Type.Optional(Type.String({ format: 'date-time' })),
  elapsedS: Type.Number(),
  line: Type.Optional(
    Type.Object(
      { status: LineStatus, remaining: Count('Tickets left'), held: Count('That may come back') },
      { description: 'As the line said last' },
    ),
  ),
  people: Type.Object({ ...crowdCounts, joined: Count('Who got a place') }),
  orders: Type.Object({
    taken: Count(),
    confirmed: Count(),
    held: Count('Not paid'),
    rejected: Count('Without tickets, whatever the reason'),
    pending: Count('Not settled yet'),
  }),
  cheats: Type.Object({
    people: Count('Bots, and people with a copied admission, who have tried'),
    refused: Count('Their orders that were refused'),
    sold: Count('Their orders that were taken: none, if all is well'),
  }),
  soldTwice: Count('People with two orders'),
  unanswered: Count('Requests without an answer'),
  requests: Type.Array(CrowdRequests),
  lag: { ...Percentiles, description: 'How late people acted, in ms: the generator’s own fault' },
  toTurn: { ...Percentiles, description: 'From having a place to the turn, in ms' },
  toSettled: { ...Percentiles, description: 'From the press of the button to the outcome, in ms' },
  seconds: Type.Array(CrowdSecond, { description: 'One a second; of long runs fewer' }),
  checks: Type.Array(CrowdCheck),
  passed: Passed('Whether all checks have passed; null before the end'),
});
export type CrowdStats = Static<typeof CrowdStats>;
