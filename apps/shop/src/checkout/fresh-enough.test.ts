import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CreateOrderRequest } from '@onsale/api-client';
import { isFreshEnough } from './fresh-enough.ts';

const order = { expectedTotal: 24, terms: '1' } as CreateOrderRequest;
const old = { total: 24, terms: '1', ticketsReadMs: 9000, eventReadMs: 9000 };
const refusal = (code: string) => ({ error: { code }, order, atMs: 10_000 });

test('after a changed price the button waits for the new one', () => {
  const price = refusal('PRICE_CHANGED');
  assert.equal(isFreshEnough(price, old), false);
  assert.equal(isFreshEnough(price, { ...old, ticketsReadMs: 11_000 }), false, 'out of a cache');
  assert.equal(isFreshEnough(price, { ...old, total: 38, ticketsReadMs: 10_500 }), true);
  assert.equal(isFreshEnough(price, { ...old, ticketsReadMs: 13_500 }), true, 'changed back');
});

test('after changed terms the button waits for the new version', () => {
  const terms = refusal('TERMS_CHANGED');
  assert.equal(isFreshEnough(terms, { ...old, ticketsReadMs: 99_000 }), false);
  assert.equal(isFreshEnough(terms, { ...old, terms: '2', eventReadMs: 10_500 }), true);
});

test('no other refusal makes it wait', () => {
  assert.equal(isFreshEnough(refusal('SOLD_OUT'), old), true);
});
