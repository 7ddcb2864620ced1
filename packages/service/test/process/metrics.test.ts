import assert from 'node:assert/strict';
import { it } from 'node:test';
import { gauge, Registry } from '../../src/index.ts';

it('a gauge is read for each scrape, and keeps its value while it cannot be read', async () => {
  const registry = new Registry();
  let orders: number | undefined = 3;
  let away = false;
  gauge(registry, { name: 'orders', help: 'Orders' }, () => orders);
  gauge(registry, { name: 'lines', help: 'Lines', labelNames: ['shard'] }, async () => {
    if (away) throw new Error('Redis is away');
    return [
      [{ shard: 0 }, 5],
      [{ shard: 1 }, 7],
    ];
  });
  const values = async () =>
    (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const expected = ['orders 3', 'lines{shard="0"} 5', 'lines{shard="1"} 7'];
  assert.deepEqual(await values(), expected);
  away = true;
  orders = undefined;
  assert.deepEqual(await values(), expected);
  orders = 4;
  assert.equal((await values())[0], 'orders 4');
});
