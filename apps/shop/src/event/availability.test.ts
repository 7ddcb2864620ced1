import assert from 'node:assert/strict';
import { test } from 'node:test';
import { availabilityOf, leftToBuy } from './availability.ts';

const ticket = { remaining: 40, capacity: 100, onSale: true, soldOut: false };

test('what is left of a ticket type, as the page says it', () => {
  assert.equal(availabilityOf(ticket), 'plenty');
  assert.equal(availabilityOf({ ...ticket, remaining: 10 }), 'few');
  assert.equal(availabilityOf({ ...ticket, remaining: 0, soldOut: true }), 'gone');
});

test('tickets that others hold are not sold out: they may come back', () => {
  assert.equal(availabilityOf({ ...ticket, remaining: 0 }), 'taken');
});

test('nothing can be bought outside of the sale, whatever is left', () => {
  const closed = { ...ticket, onSale: false };
  assert.equal(availabilityOf(closed), 'closed');
  assert.deepEqual([leftToBuy(ticket), leftToBuy(closed)], [40, 0]);
});
