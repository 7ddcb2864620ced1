import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { EventInput } from '@onsale/contracts';
import { parse } from 'yaml';
import { formOf, newEventForm, newPool, newQuestion, newTicket } from './event-form.ts';
import { eventOfForm } from './event-of-form.ts';
import { idOf } from './ids.ts';

const catalog = new URL('../../../../../catalog.yaml', import.meta.url);

const WHOLE: EventInput = {
  ...{ id: 'gala', name: 'Gala', venue: 'Hall', city: 'Bern', category: 'ball' },
  ...{ description: '**Dance**', picture: '/pictures/gala.jpg', timeZone: 'Europe/Zurich' },
  startsAt: '2087-10-26T20:00:00+01:00',
  endsAt: '2087-10-27T03:00:00+01:00',
  doorsAt: '2087-10-26T18:00:00Z',
  namesUntil: '2087-10-26T15:00:00Z',
  salesFrom: '2087-10-26T02:30:00+02:00',
  salesTo: '2087-10-26T02:30:00+01:00',
  ...{ minimumAge: 16, ageNote: 'With a parent from 12', currency: 'CHF', rehearsal: true },
  ...{ minPerOrder: 1, maxPerOrder: 8, maxPerCustomer: 20, maxHoldsPerCustomer: 2 },
  ...{ maxHoldsPerClient: 3, holdMinutes: 12.5, manualHoldDays: 5 },
  ...{ paymentMethods: ['online', 'manual'], taxRate: 8.1, fee: 1.5, termsVersion: '3' },
  terms: 'Be kind',
  questions: [
    {
      id: 'menu',
      text: 'Menu?',
      type: 'choice',
      choices: ['A', 'B'],
      required: true,
      for: 'ticket',
    },
    { id: 'wish', text: 'Anything else?', type: 'text' },
  ],
  pools: [{ id: 'floor', capacity: 300 }],
  waitingRoom: {
    ...{ opens: 'from', from: '2087-10-26T02:30:00+01:00', turnMinutes: 4.5, perMinute: 600 },
    ...{ lobbyFrom: '2087-10-25T22:00:00Z', placesPerNetwork: 20 },
  },
  tickets: [
    {
      ...{ id: 'gala-seat', name: 'Seat', type: 'adult', description: 'In rows', price: 80 },
      holderText: 'Door B\nBring your pass',
      ...{ currency: 'EUR', capacity: 200, pool: 'floor', minPerOrder: 2, maxPerOrder: 4, fee: 0 },
      salesFrom: '2087-09-01T10:00:00+02:00',
      salesTo: '2087-10-01T10:00:00+02:00',
    },
  ],
};

test('an event that goes through the form unchanged is the same event', async () => {
  const { events } = parse(await readFile(catalog, 'utf8')) as { events: EventInput[] };
  assert.ok(events.length > 0);
  for (const event of [WHOLE, ...events]) {
    assert.deepEqual(eventOfForm(formOf(event), event), event);
  }
});

test('an event without a zone keeps to the offset of its start', () => {
  const { timeZone: _zone, ...event } = WHOLE;
  const form = formOf(event);
  assert.equal(form.timeZone, '+01:00');
  assert.equal(form.doorsAt, '2087-10-26T19:00');
  const moved = eventOfForm({ ...form, doorsAt: '2087-10-26T18:30' }, event);
  assert.equal(moved.doorsAt, '2087-10-26T18:30:00+01:00');
  assert.equal('timeZone' in moved, false);
});

test('without a waiting room nothing else is said of it', () => {
  const form = formOf(WHOLE);
  const event = eventOfForm({ ...form, waitingRoom: { ...form.waitingRoom, opens: '' } }, WHOLE);
  assert.equal('waitingRoom' in event, false);
  const before = newEventForm({ timeZone: 'UTC' });
  const room = { ...before.waitingRoom, opens: 'always' as const, lobbyFrom: '2087-10-26T09:00' };
  assert.deepEqual(eventOfForm({ ...before, waitingRoom: room }).waitingRoom, {
    opens: 'always',
    lobbyFrom: '2087-10-26T09:00:00+00:00',
  });
});

test('another zone means the same clock there, at other moments', () => {
  const moved = eventOfForm({ ...formOf(WHOLE), timeZone: 'America/New_York' }, WHOLE);
  assert.equal(moved.startsAt, '2087-10-26T20:00:00-04:00');
  assert.equal(moved.tickets[0]?.salesTo, '2087-10-01T10:00:00-04:00');
});

test('what is empty is not said, and what is no number or time is left to the office', () => {
  const form = newEventForm({ id: 'gala', timeZone: 'Europe/Zurich', taxRate: 'some' });
  const event = eventOfForm({ ...form, name: ' Gala ', city: ' ', salesFrom: 'soon' });
  assert.deepEqual(event, {
    ...{ id: 'gala', name: 'Gala', venue: '', startsAt: '', timeZone: 'Europe/Zurich' },
    ...{ currency: 'EUR', salesFrom: 'soon', taxRate: 'some' },
    tickets: [{ id: 'gala-ticket', name: '', type: 'adult', price: '', capacity: '' }],
  });
});

test('what is added gets an id of its name that nothing else has', () => {
  const form = formOf(WHOLE);
  const event = eventOfForm({
    ...form,
    questions: [...form.questions, { ...newQuestion(), text: 'Menu' }],
    pools: [...form.pools, { ...newPool(), id: 'balcony', capacity: 50 }],
    tickets: [
      ...form.tickets,
      newTicket({ name: 'Séat', price: '19.90', capacity: 10 }),
      newTicket({ name: '座席', price: 5, capacity: 1 }),
    ],
  });
  assert.deepEqual(
    event.tickets.map(({ id, price }) => [id, price]),
    [
      ['gala-seat', 80],
      ['gala-seat-2', 19.9],
      ['gala-ticket', 5],
    ],
  );
  assert.deepEqual(
    event.questions?.map(({ id }) => id),
    ['menu', 'wish', 'menu-2'],
  );
});

test('ids are made of names as people would write them in an address', () => {
  assert.equal(idOf('Nachtcafé Süd, Saal 2!'), 'nachtcafe-sued-saal-2');
  assert.equal(idOf('  '), '');
  assert.match(idOf(`${'x'.repeat(63)} y`), /^x{63}$/);
});
