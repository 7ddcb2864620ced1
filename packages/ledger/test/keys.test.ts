import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as keys from '../src/keys.ts';

test('the shard of an event never changes', () => {
  // Fixed values: existing data can be found only by these numbers.
  assert.equal(keys.shardOf('lakeside-festival-2027', 16), 0);
  assert.equal(keys.shardOf('northern-static-cellar-9', 16), 13);
  assert.equal(keys.shardOf('night-of-minerals-2027', 1024), 337);
  assert.equal(keys.shardOf('anything', 1), 0);
});

test('events spread over all shards', () => {
  const shards = Array.from({ length: 1000 }, (_, i) => keys.shardOf(`event-${i}`, 8));
  for (let shard = 0; shard < 8; shard++) {
    const events = shards.filter((found) => found === shard).length;
    assert.ok(events > 60 && events < 190, `shard ${shard} has ${events} of 1,000 events`);
  }
});

test('every key of a shard has its hash tag, and all are different', () => {
  const named = [
    ...[keys.orderStreamKey(3), keys.deadLetterKey(3), keys.stockKey(3), keys.countsKey(3)],
    ...[keys.orderBucketKey(3, 'x'), keys.idempotencyKey(3, 'x')],
    ...[keys.idempotencyClaimsKey(3, 'x'), keys.orderChangesChannel(3)],
  ];
  for (const key of named) assert.match(key, /^\{s3\}:/);
  assert.equal(new Set(named).size, named.length);
});

test('orders of one second share a bucket, given by the start of their ids', () => {
  const [key, field] = keys.orderAddress(12, '01m842xp8x00gt07zqfyj26crn2k');
  assert.deepEqual([key, field], ['{s12}:orders:01m842xp', '01m842xp8x00gt07zqfyj26crn2k']);
});

test("a client's idempotency key cannot escape the shard", () => {
  assert.match(keys.idempotencyKey(1, '}{s0}:stock'), /^\{s1\}:idempotency:/);
});
