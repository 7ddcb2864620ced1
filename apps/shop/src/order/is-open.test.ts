import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canOrderAgain } from './is-open.ts';

const expired = { status: 'expired' } as const;

test('the same tickets are offered again when an order came to nothing', () => {
  assert.ok(canOrderAgain(expired, undefined));
  assert.ok(canOrderAgain(expired, { state: 'failed', refunds: [] }));
  assert.ok(canOrderAgain({ status: 'rejected', reason: 'held_by_others' }, undefined));
  assert.equal(canOrderAgain({ status: 'rejected', reason: 'sold_out' }, undefined), false);
  assert.equal(canOrderAgain({ status: 'confirmed' }, undefined), false);
});

test('nobody is led to buy twice while a payment is being checked, or what is gone', () => {
  const askedAt = '2087-01-01T12:00:00Z';
  const late = { amount: 20, state: 'asked', reason: 'late', askedAt } as const;
  assert.equal(canOrderAgain(expired, { state: 'checking', refunds: [] }), false);
  assert.equal(canOrderAgain(expired, { state: 'returning', refunds: [late] }), false);
});
