import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntranceRules } from '@onsale/contracts';
import type { CheckInsThere } from '@onsale/records';
import { composeProgress } from '../../src/entrance/compose-progress.ts';

const [FRIDAY, SATURDAY] = ['2087-07-04', '2087-07-05'] as const;
const RULES: EntranceRules = {
  ...{ eventId: 'festival', eventName: 'Festival', timeZone: 'UTC', dayStartsAt: '06:00' },
  days: [FRIDAY, SATURDAY],
  types: [
    { ticketId: 'pass', name: 'Pass', admits: 'daily' },
    { ticketId: 'free', name: 'Free', admits: 'once' },
    { ticketId: 'saturday', name: 'Saturday', admits: 'once', days: [SATURDAY] },
  ],
  entrances: [
    { entranceId: 'north', name: 'North gate' },
    { entranceId: 'south', name: 'South gate' },
  ],
};
const tickets = new Map([
  ['pass', 10],
  ['free', 5],
  ['saturday', 3],
  ['gone', 7],
]);
const NOW = Date.parse('2087-07-05T20:30:30Z');
const here = (
  ticketId: string,
  day: string,
  { count = 1, entranceId = 'north', ...rest }: Partial<CheckInsThere> = {},
): CheckInsThere => ({ ticketId, day, entranceId, count, minute: undefined, lately: 0, ...rest });
const checkIns = [
  here('pass', FRIDAY, { count: 8 }),
  here('pass', SATURDAY, { count: 2, minute: new Date('2087-07-05T20:29:00Z'), lately: 2 }),
  here('free', FRIDAY, { count: 4 }),
  { ...here('free', SATURDAY), entranceId: undefined },
  here('saturday', SATURDAY, { entranceId: 'old', minute: new Date('2087-07-05T19:31:00Z') }),
];
const counted = { tickets, checkIns, voidCheckIns: [] };
const typesOf = ({ types }: ReturnType<typeof composeProgress>) =>
  types.map(({ ticketId, expected, in: isIn }) => [ticketId, expected, isIn]);

test('today: passes of today, and of others all who are in', () => {
  const saturday = composeProgress(RULES, counted, { today: SATURDAY, nowMs: NOW });
  assert.deepEqual(typesOf(saturday), [
    ['pass', 10, 2],
    ['free', 5, 5],
    ['saturday', 3, 1],
  ]);
  assert.deepEqual([saturday.expected, saturday.in], [18, 8]);
  const friday = composeProgress(RULES, counted, { today: FRIDAY, nowMs: NOW });
  assert.deepEqual(typesOf(friday), [
    ['pass', 10, 8],
    ['free', 5, 5],
    ['saturday', 0, 0],
  ]);
});

test('on none of its days, passes count once for each', () => {
  const all = composeProgress(RULES, counted, { today: undefined, nowMs: NOW });
  assert.deepEqual(typesOf(all), [
    ['pass', 20, 10],
    ['free', 5, 5],
    ['saturday', 3, 1],
  ]);
  assert.ok(!('today' in all));
  assert.deepEqual(all.days, [
    { day: FRIDAY, expected: 15, in: 12 },
    { day: SATURDAY, expected: 18, in: 4 },
  ]);
});

test('whose ticket is void since came in at an entrance, but is not among those expected', () => {
  const voidCheckIns = [here('free', FRIDAY, { count: 3 })];
  const friday = composeProgress(
    RULES,
    { ...counted, voidCheckIns },
    { today: FRIDAY, nowMs: NOW },
  );
  assert.deepEqual(typesOf(friday)[1], ['free', 5, 2]);
  assert.deepEqual(friday.entrances[0], {
    ...{ entranceId: 'north', name: 'North gate', in: 12, lastFiveMinutes: 0 },
  });
});

test('entrances that were removed are there with what they have let in', () => {
  const { entrances } = composeProgress(RULES, counted, { today: SATURDAY, nowMs: NOW });
  assert.deepEqual(
    entrances.map(({ entranceId, in: isIn, lastFiveMinutes }) => [
      ...[entranceId, isIn, lastFiveMinutes],
    ]),
    [
      ['north', 2, 2],
      ['south', 0, 0],
      ['old', 1, 0],
    ],
  );
});

test('each of the last sixty minutes is there', () => {
  const { minutes } = composeProgress(RULES, counted, { today: SATURDAY, nowMs: NOW });
  assert.equal(minutes.length, 60);
  assert.deepEqual(minutes[0], { minute: '2087-07-05T19:31:00.000Z', in: 1 });
  assert.deepEqual(minutes.at(-2), { minute: '2087-07-05T20:29:00.000Z', in: 2 });
  assert.deepEqual(minutes.at(-1), { minute: '2087-07-05T20:30:00.000Z', in: 0 });
});
