import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdSet } from '../src/id-set.ts';
import { newOrderId } from '../src/index.ts';

test('knows each id that was added, once, and no other', () => {
  const ids = new IdSet();
  const orders = Array.from({ length: 50_000 }, () => newOrderId(0, 1_800_000_000_000));
  for (const id of orders) assert.ok(ids.add(id));
  for (const id of orders) assert.ok(!ids.add(id));
  assert.equal(ids.size, orders.length);
  assert.ok(orders.every((id) => ids.has(id)));
  const others = Array.from({ length: 50_000 }, () => newOrderId(0, 1_800_000_000_000));
  assert.ok(others.every((id) => !ids.has(id)));
});

test('knows ids that are none, and texts that differ in one place', () => {
  const ids = new IdSet();
  const texts = ['', ' ', 'a', 'b', 'ab', 'ba', '\u0000', '\u{1f3ab}', 'x'.repeat(10_000)];
  for (const text of texts) assert.ok(ids.add(text), text);
  for (const text of texts) assert.ok(!ids.add(text), text);
  assert.ok(!ids.has('x'.repeat(9999)));
});
