import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ORDER_STATUSES } from '@onsale/contracts';
import { generatedLua, isOutcome, ORDER_STATES } from '../../src/orders/order-states.ts';

test('the Lua tables are up to date', () => {
  for (const [name, source] of Object.entries(generatedLua())) {
    const file = new URL(`../../src/orders/${name}.lua`, import.meta.url);
    assert.equal(readFileSync(file, 'utf8'), source, 'npm run states');
  }
});

test('every status but unknown has a state', () => {
  const statuses = new Set<string>(Object.values(ORDER_STATES).map(({ status }) => status));
  const without = ORDER_STATUSES.filter((status) => !statuses.has(status));
  assert.deepEqual(without, ['unknown']);
  assert.equal(isOutcome('unknown'), false);
});
