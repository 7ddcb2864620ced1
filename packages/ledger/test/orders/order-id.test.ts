import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newOrderId, parseOrderId } from '../../src/orders/order-id.ts';

const NOW_MS = Date.parse('2027-06-18T16:00:00Z');

test('an order id contains its shard and time', () => {
  for (const shard of [0, 1, 31, 32, 1023]) {
    const id = newOrderId(shard, NOW_MS);
    assert.match(id, /^[0-9a-z]{28}$/);
    assert.deepEqual(parseOrderId(id, 1024), { shard, createdAtMs: NOW_MS });
  }
});

test('order ids sort by time', () => {
  const times = [0, 1, 31, 32, NOW_MS, NOW_MS + 1, NOW_MS + 40_000, 2 ** 48 - 1];
  const ids = times.map((timeMs) => newOrderId(7, timeMs));
  assert.deepEqual(ids.toSorted(), ids);
});

test('many ids of one millisecond are unique', () => {
  const ids = new Set(Array.from({ length: 20_000 }, () => newOrderId(0, NOW_MS)));
  assert.equal(ids.size, 20_000);
});

test('every one of the 80 random bits takes both values', () => {
  const ids = Array.from({ length: 200 }, () => newOrderId(0, NOW_MS));
  for (let position = 12; position < 28; position++) {
    const letters = new Set(ids.map((id) => id[position]));
    assert.ok(letters.size > 16, `character ${position} was only ${[...letters].join()}`);
  }
});

test('an id with a nonexistent shard is invalid', () => {
  const id = newOrderId(3, NOW_MS);
  assert.notEqual(parseOrderId(id, 4), undefined);
  assert.equal(parseOrderId(id, 3), undefined);
});

test('invalid order ids are rejected', () => {
  const id = newOrderId(0, NOW_MS);
  const garbage = [
    ...['', 'x', '..', '__proto__', 'constructor', id.slice(1), `${id}0`, ` ${id}`, `${id}\n`],
    ...[id.toUpperCase(), `8${id.slice(1)}`, `${id.slice(0, 27)}u`, `${id.slice(0, 27)}}`],
    ...[`${id.slice(0, 14)}*${id.slice(15)}`, '{s0}:order:1', '0'.repeat(27), '٠'.repeat(28)],
  ];
  for (const text of garbage) assert.equal(parseOrderId(text, 1), undefined, text);
});
