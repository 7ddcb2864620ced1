import assert from 'node:assert/strict';
import { test } from 'node:test';
import { methodOf, paymentOf } from './payment.ts';

const event = { rehearsal: false };
const online = { ...event, paymentMethods: ['online', 'invoice'] };

test('an event of which nobody says how it is paid charges nobody', () => {
  assert.deepEqual(paymentOf(event, [], 20), { kind: 'demo', methods: ['demo'] });
  assert.equal(paymentOf({ ...online, rehearsal: true }, [], 20).kind, 'demo');
});

test('the methods are those of the event, else those of the shop', () => {
  const methods = ['online', 'invoice'];
  assert.deepEqual(paymentOf(online, ['cash'], 20), { kind: 'paid', methods });
  assert.deepEqual(paymentOf(event, ['cash'], 20), { kind: 'paid', methods: ['cash'] });
});

test('paying online stands first, whatever the seller has named before it', () => {
  const payment = paymentOf({ ...event, paymentMethods: ['manual', 'online', 'invoice'] }, [], 20);
  assert.deepEqual(payment.methods, ['online', 'manual', 'invoice']);
  assert.equal(methodOf(payment, ''), 'online');
});

test('what costs nothing is free, with a method that is accepted', () => {
  const free = paymentOf(online, [], 0);
  assert.equal(free.kind, 'free');
  assert.equal(methodOf(free, 'invoice'), 'online');
});

test('what was chosen counts as long as it is offered', () => {
  const paid = paymentOf(online, [], 20);
  assert.equal(methodOf(paid, 'invoice'), 'invoice');
  assert.equal(methodOf(paid, 'cash'), 'online');
  assert.equal(methodOf(paid, ''), 'online');
});
