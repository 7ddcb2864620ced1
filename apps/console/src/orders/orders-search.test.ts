import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOrdersSearch, withFilter } from './orders-search.ts';

test('what stands in an address is a filter only if it is one', () => {
  assert.deepEqual(readOrdersSearch({ q: 'ada', status: 'held', source: 'shop', refunded: true }), {
    ...{ q: 'ada', status: 'held', source: 'shop', refunded: true },
  });
  assert.deepEqual(
    readOrdersSearch({ q: ['x'], status: 'rejected', source: 'x', refunded: 1 }),
    {},
  );
});

test('a search for digits stays a text', () => {
  assert.deepEqual(readOrdersSearch({ q: 4711 }), { q: '4711' });
});

test('a filter that is taken away is not in the address any more', () => {
  assert.deepEqual(withFilter({ q: 'ada', status: 'held' }, { status: undefined, q: '' }), {});
});
