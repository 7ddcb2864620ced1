import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Person } from '@onsale/crowd';
import { chiSquareOfDraws } from '../src/noon/draw-fairness.ts';
import { judge, type Noon } from '../src/noon/judge.ts';

const person = (index: number, more: Partial<Person> = {}): Person => ({
  ...{
    index,
    kind: 'patient',
    arrivesAtMs: 0,
    orders: [],
    stolen: 0,
    refused: 0,
    lost: 0,
    toldAtMs: 100,
  },
  ...{ joinedAtMs: [index * 10, index * 10 + 5], number: index + 1 },
  ...more,
});
const bought = { id: 'a', pressedAtMs: 0, settledAtMs: 50, status: 'confirmed' };

/** A noon at which all went well: one of three bought the only ticket. */
const WELL: Noon = {
  people: [person(0, { lot: 'x', orders: [bought] }), person(1), person(2)],
  ...{ tickets: 1, soldOutAtMs: 50, opensAtMs: 0, lags: [1, 2], chiSquare: 9, problems: [] },
  tally: { statuses: new Map([['GET / 200', 1]]), pageMs: [10] },
  drawn: new Map([['x', 1]]),
  hashes: { told: ['s', 'l'], computed: ['s', 'l'] },
};
const broken = (more: Partial<Noon>) =>
  judge({ ...WELL, ...more })
    .filter(({ is }) => is === 'broken')
    .map(({ promise }) => promise);
const withPerson = (index: number, more: Partial<Person>) => ({
  people: WELL.people.map((each) => (each.index === index ? { ...each, ...more } : each)),
});

test('a noon at which all went well breaks no promise', () => {
  assert.deepEqual(broken({}), []);
});

const cases: [what: string, noon: Partial<Noon>, promise: string][] = [
  ['draws that depend on who came', { chiSquare: 30 }, 'the draw is fair'],
  ['another number', { drawn: new Map([['x', 2]]) }, 'and anybody can check it'],
  ['no draw at all', { drawn: new Map() }, 'and anybody can check it'],
  [
    'another seed than was told',
    { hashes: { told: ['s', 'l'], computed: ['t', 'l'] } },
    'and anybody can check it',
  ],
  ['somebody overtaken', withPerson(1, { number: 9 }), 'later ones are in order of arrival'],
  ['a thief', withPerson(2, { stolen: 1 }), 'nobody without an admission is sold to'],
  ['two orders of one', withPerson(0, { orders: [bought, bought] }), 'nobody is sold to twice'],
  ['a ticket left', { tickets: 2 }, 'every ticket is sold once, and nothing is lost'],
  ['an audit that finds', { problems: ['x'] }, 'every ticket is sold once, and nothing is lost'],
  [
    'a slow order',
    withPerson(0, { orders: [{ ...bought, settledAtMs: 6000 }] }),
    'each admitted person is served',
  ],
  ['somebody told late', withPerson(1, { toldAtMs: 10_100 }), 'all who get none are told'],
  [
    'an error',
    { tally: { statuses: new Map([['GET / 503', 1]]), pageMs: [] } },
    'no answer is a 5xx',
  ],
  ['an answer lost', withPerson(1, { lost: 1 }), 'no answer is missing'],
  ['slow pages', { tally: { statuses: new Map(), pageMs: [300] } }, "the shop's own pages answer"],
];
for (const [what, noon, promise] of cases) {
  test(`${what} breaks "${promise}"`, () => {
    assert.ok(broken(noon).includes(promise), broken(noon).join('; '));
  });
}

test('a simulator that is late accuses nobody of being slow', () => {
  const late = { lags: [500], ...withPerson(1, { toldAtMs: 99_000 }) };
  assert.deepEqual(broken(late), []);
});

test('the draws of the product are fair', async () => {
  assert.ok((await chiSquareOfDraws(1)) < 27.88);
});
