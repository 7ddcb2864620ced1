import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withJitter } from '@onsale/api-client';

test('clients that lost a server in one moment come back in different ones', () => {
  const randoms = [0, 0.25, 0.999];
  const pauses = randoms.map((random) => withJitter(1000, () => random));
  assert.deepEqual(pauses, [500, 750, 1499]);
});
