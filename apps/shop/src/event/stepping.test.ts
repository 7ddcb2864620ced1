import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ticket } from '@onsale/api-client';
import { stepsOf } from './stepping.ts';

const ticket: Ticket = {
  ...{ id: 'seat', name: 'Seat', type: 'adult', description: '', eventId: 'show' },
  ...{ price: 10, currency: 'EUR', capacity: 100, remaining: 40, onSale: true, soldOut: false },
};

test('one by one, from none to what is left', () => {
  assert.deepEqual(stepsOf(ticket, { qty: 0, room: 10 }), { more: 1, fewer: undefined });
  assert.deepEqual(stepsOf(ticket, { qty: 3, room: 7 }), { more: 4, fewer: 2 });
  const few = { ...ticket, remaining: 3 };
  assert.deepEqual(stepsOf(few, { qty: 3, room: 7 }), { more: undefined, fewer: 2 });
});

test('an order that is full takes no more', () => {
  assert.equal(stepsOf(ticket, { qty: 3, room: 0 }).more, undefined);
  assert.equal(stepsOf({ ...ticket, maxPerOrder: 3 }, { qty: 3, room: 7 }).more, undefined);
});

test('the first step is as large as an order must be, and so is the last', () => {
  const table = { ...ticket, minPerOrder: 4 };
  assert.equal(stepsOf(table, { qty: 0, room: 10 }).more, 4);
  assert.deepEqual(stepsOf(table, { qty: 4, room: 6 }), { more: 5, fewer: 0 });
  assert.equal(stepsOf(table, { qty: 2, room: 8 }).more, 4, 'an address may say 2');
  assert.equal(stepsOf(table, { qty: 0, room: 3 }).more, undefined, 'no room for four');
});

test('nothing that is not on sale is chosen', () => {
  assert.equal(stepsOf({ ...ticket, onSale: false }, { qty: 0, room: 10 }).more, undefined);
});
