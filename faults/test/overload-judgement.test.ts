import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeOrders } from '../src/overload-judgement.ts';

const stats = (accepted: number, secondClicks = 0) => ({
  statusCodes: { 201: accepted + secondClicks },
  orders: { duplicatesChecked: secondClicks } as Parameters<typeof judgeOrders>[0]['orders'],
});

test('an order that was stored without an answer is neither doubled nor lost', () => {
  assert.deepEqual(judgeOrders(stats(2), ['ada', 'ben', 'chidi']), {
    accepted: 2,
    lost: 0,
    doubled: 0,
  });
});

test('a buyer who is stored twice was doubled, also beside orders without an answer', () => {
  const { doubled } = judgeOrders(stats(3), ['ada', 'ben', 'ada', 'chidi']);
  assert.equal(doubled, 1);
});

test('an order that was answered and is not stored is lost; a second click is no order', () => {
  assert.equal(judgeOrders(stats(3), ['ada', 'ben']).lost, 1);
  assert.equal(judgeOrders(stats(2, 5), ['ada', 'ben']).lost, 0);
});
