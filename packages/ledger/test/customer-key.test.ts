import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionOf, startRedis } from '@onsale/testing';
import { CustomerKeyChangedError, fixCustomerKey } from '../src/customer-key.ts';

const KEY = 'a key of at least thirty-two characters';

test('the first customer key stays, and another is refused', async (t) => {
  const redis = await startRedis();
  t.after(() => redis.stop());
  const connection = connectionOf(redis);
  const many = Array.from({ length: 5 }, () => fixCustomerKey(connection, KEY));
  await Promise.all([...many, fixCustomerKey(connection, KEY)]);
  await fixCustomerKey(connection, KEY);
  await assert.rejects(fixCustomerKey(connection, `${KEY}!`), CustomerKeyChangedError);
  const stored = String(await redis.command('HGET', 'onsale:layout', 'customerKey'));
  assert.match(stored, /^[\w-]{22}$/);
  assert.ok(!KEY.includes(stored));
});

test('of two keys at the same time, one is fixed', async (t) => {
  const redis = await startRedis();
  t.after(() => redis.stop());
  const connection = connectionOf(redis);
  const results = await Promise.allSettled(
    ['one', 'other'].map((name) => fixCustomerKey(connection, `${KEY} ${name}`)),
  );
  assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
});
