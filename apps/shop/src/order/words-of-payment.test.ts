import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Order, OrderPayment } from '@onsale/api-client';
import { loadTexts, loadTextsOf } from '../app/texts.ts';
import { m } from '../paraglide/messages.js';
import { wordsOfPayment } from './words-of-payment.ts';

test('money is said to have gone back once all of it has', async () => {
  await loadTexts('en');
  await loadTextsOf('order');
  const headlineOf = (...states: OrderPayment['refunds'][number]['state'][]) => {
    const refunds = states.map((state) => ({ state, reason: 'seller' }));
    const order = { status: 'refunded' } as Order;
    return wordsOfPayment(order, { state: 'paid', refunds } as OrderPayment)?.headline;
  };
  assert.equal(headlineOf('done', 'done'), m.pay_returned_headline());
  // Then the words of its status say that it is on its way.
  assert.equal(headlineOf('done', 'pending'), undefined);
  assert.equal(headlineOf(), undefined);
});
