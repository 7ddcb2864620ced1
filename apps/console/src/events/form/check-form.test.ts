import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkForm, fieldOf } from './check-form.ts';
import { type EventForm, newEventForm, newPool, newQuestion, newTicket } from './event-form.ts';

const GOOD: EventForm = newEventForm({
  ...{ id: 'gala', name: 'Gala', venue: 'Hall', timeZone: 'Europe/Berlin' },
  startsAt: '2087-06-18T20:00',
  tickets: [newTicket({ name: 'Seat', price: 20, capacity: 10 })],
});

test('a form with all that is needed has no problems', () => {
  assert.deepEqual(checkForm(GOOD), {});
});

test('an empty form says what is needed', () => {
  assert.deepEqual(checkForm(newEventForm()), {
    ...{ id: 'required', name: 'required', venue: 'required', startsAt: 'required' },
    ...{ 'tickets.0.name': 'required', 'tickets.0.price': 'required' },
    'tickets.0.capacity': 'required',
  });
  assert.deepEqual(checkForm({ ...GOOD, tickets: [] }), { tickets: 'no_tickets' });
});

test('what contradicts itself is found at the field that is to be changed', () => {
  const ticket = { ...newTicket({ name: 'Seat', price: 20, capacity: 1.5 }), id: 'Seat' };
  const problems = checkForm({
    ...GOOD,
    ...{ timeZone: 'Mars/Olympus', endsAt: '2087-06-18T20:00', doorsAt: '2087-06-18T21:00' },
    namesUntil: '2087-06-18T20:01',
    ...{ salesFrom: '2087-06-18T20:00', salesTo: '2087-06-17T20:00', terms: 'Be kind' },
    ...{ minPerOrder: 5, maxPerOrder: 4, maxPerCustomer: 'many', taxRate: -1 },
    tickets: [{ ...ticket, minPerOrder: 6, fee: 21 }],
    pools: [{ ...newPool(), id: 'floor', capacity: 5 }],
    questions: [{ ...newQuestion(), type: 'choice', text: 'Menu?' }],
  });
  assert.deepEqual(problems, {
    ...{ timeZone: 'zone', endsAt: 'end_before_start', doorsAt: 'doors_after_start' },
    namesUntil: 'names_after_end',
    ...{ salesFrom: 'sale_after_end', salesTo: 'sale_ends_first', termsVersion: 'required' },
    ...{ minPerOrder: 'least_above_most', maxPerCustomer: 'number', taxRate: 'negative' },
    ...{ 'tickets.0.capacity': 'whole', 'tickets.0.id': 'id_form' },
    ...{ 'tickets.0.minPerOrder': 'least_above_most', 'tickets.0.fee': 'fee_above_price' },
    ...{ 'pools.0.id': 'pool_unused', 'questions.0.choices': 'required' },
  });
});

test('a waiting room has to open before it is too late', () => {
  const room = { ...GOOD.waitingRoom, opens: 'from' as const };
  const check = (more: Partial<EventForm['waitingRoom']>) =>
    checkForm({ ...GOOD, salesTo: '2087-06-18T18:00', waitingRoom: { ...room, ...more } });
  assert.deepEqual(check({}), { 'waitingRoom.from': 'required' });
  assert.deepEqual(check({ from: '2087-06-18T18:00', lobbyFrom: '2087-06-18T18:00' }), {
    'waitingRoom.from': 'line_after_sale',
    'waitingRoom.lobbyFrom': 'lobby_after_opening',
  });
  const from = '2087-06-17T10:00';
  assert.deepEqual(check({ from, turnMinutes: '0.01', perMinute: 0, placesPerNetwork: '1.5' }), {
    'waitingRoom.turnMinutes': 'turn_minutes',
    'waitingRoom.perMinute': 'below_one',
    'waitingRoom.placesPerNetwork': 'whole',
  });
  assert.deepEqual(check({ from, lobbyFrom: '2087-06-17T09:59', turnMinutes: 5 }), {});
  assert.deepEqual(check({ opens: '', turnMinutes: 'many' }), {});
});

test('what the office refuses stands at the field that it names', () => {
  assert.equal(fieldOf('tickets[2].price'), 'tickets.2.price');
  assert.equal(fieldOf('pools[0]'), 'pools.0.id');
  assert.equal(fieldOf('questions[1].choices[3]'), 'questions.1.choices');
  assert.equal(fieldOf('startsAt'), 'startsAt');
});
