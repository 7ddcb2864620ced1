import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OfficeEvent } from '@onsale/api-client';
import { minutesOf, planFor, requestOf, wrongFields } from './plan-form.ts';

const eventWith = (...capacities: number[]) =>
  ({
    eventId: 'noon',
    event: { tickets: capacities.map((capacity) => ({ capacity })) },
  }) as unknown as OfficeEvent;

test('an event of 500 tickets suggests a crowd of 2,500', () => {
  const form = planFor(eventWith(300, 200));
  assert.deepEqual([form.eventId, form.people, form.tickets], ['noon', '2500', '500']);
  assert.deepEqual(requestOf(form), {
    ...{ eventId: 'noon', people: 2500, tickets: 500, withinS: 30 },
    ...{ phones: 0.7, bots: 0.05, abandons: 0.05 },
  });
});

test('a stadium is rehearsed with fewer tickets, and nothing with one', () => {
  const { people, tickets, withinS } = planFor(eventWith(80_000));
  assert.deepEqual([people, tickets, withinS], ['50000', '10000', '200']);
  assert.equal(planFor(eventWith(0)).tickets, '1');
});

test('without an event one is made up', () => {
  assert.equal('eventId' in requestOf(planFor(undefined)), false);
});

test('names the fields that are wrong', () => {
  const form = planFor(undefined);
  assert.deepEqual(wrongFields(form), []);
  assert.deepEqual(wrongFields({ ...form, bots: '0', phones: '100', abandons: ' 7 ' }), []);
  assert.deepEqual(
    wrongFields({ ...form, people: '0', tickets: 'all', withinS: '4000', phones: '101', bots: '' }),
    ['people', 'tickets', 'withinS', 'phones', 'bots'],
  );
});

test('says about how long it takes', () => {
  assert.equal(minutesOf(planFor(undefined)), 4);
  assert.equal(minutesOf({ ...planFor(undefined), withinS: '4', abandons: '0', tickets: '12' }), 1);
});
