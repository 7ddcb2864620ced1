import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeShop, type ShopReading } from '../../src/pace/judge-shop.ts';

const WELL: ShopReading = {
  ...{ gateways: 2, workers: 1, payments: 1 },
  ...{ oldestOrderMs: 200, orders: 100, settledPerS: 1000, overduePaymentMs: 0 },
};

const judged = (changes: Partial<ShopReading>) => {
  const state = judgeShop({ ...WELL, ...changes });
  return state.is === 'well' ? 'well' : `${state.is}: ${state.why}`;
};

test('a shop that settles what comes is well', () => {
  assert.equal(judged({}), 'well');
  assert.equal(judged({ orders: 0, oldestOrderMs: 0, settledPerS: undefined }), 'well');
});

test('a shop without a process that it needs is down', () => {
  assert.equal(judged({ gateways: 0 }), 'down: no gateway is alive');
  assert.equal(judged({ workers: 0 }), 'down: no order worker is alive');
  assert.equal(judged({ payments: 0 }), 'down: nobody takes payments');
});

test('an event that is not paid online needs nobody for it', () => {
  const { payments: _none, ...reading } = WELL;
  assert.equal(judgeShop({ ...reading, overduePaymentMs: 0 }).is, 'well');
});

test('orders that wait strain a shop, and those that wait for too long halt the line', () => {
  const crowded = 'strained: more orders come than are settled';
  assert.equal(judged({ oldestOrderMs: 1001 }), crowded);
  // The next one would wait for longer than a second.
  assert.equal(judged({ orders: 1001 }), crowded);
  assert.equal(judged({ oldestOrderMs: 4001 }), 'down: orders wait to be settled');
});

test('a backlog says nothing while it is unknown how fast it is settled', () => {
  assert.equal(judged({ orders: 100_000, settledPerS: undefined }), 'well');
  assert.equal(judged({ orders: 100_000, settledPerS: 0 }), 'well');
});

test('a shop in which buyers wait for the page of the provider is strained', () => {
  const calls = (waitMs: number) => judged({ providerCalls: { mostPerSecond: 20, waitMs } });
  assert.equal(calls(1000), 'well');
  assert.equal(calls(1001), 'strained: more want to pay than the provider may be asked for');
});

test('payments that are late strain a shop, and then halt the line', () => {
  assert.equal(judged({ overduePaymentMs: 5001 }), 'strained: payments are late');
  assert.equal(judged({ overduePaymentMs: 30_001 }), 'down: payments are late');
});
