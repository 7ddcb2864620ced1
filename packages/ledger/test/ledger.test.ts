import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installOn } from '@onsale/testing';
import { holdsSameData, LAYOUT_KEY, openLedger, shardsOf } from '../src/index.ts';
import { startLedgerRedis } from './test-ledger.ts';

const { server, redis, freshLedger } = await startLedgerRedis();

test('everybody uses the installed number of shards', async () => {
  const ledger = await freshLedger({}, 4);
  assert.deepEqual(shardsOf(ledger), [0, 1, 2, 3]);
  await assert.rejects(openLedger(redis, 1), {
    name: 'ShardsMismatchError',
    message: /SHARDS is 1, but the data in this Redis was created with SHARDS=4/,
  });
});

test('opening an empty Redis creates nothing', async () => {
  await server.command('FLUSHALL');
  await assert.rejects(openLedger(redis, 1), { name: 'NoLedgerError' });
  assert.equal(await server.command('DBSIZE'), 0);
});

test('data in another format is refused', async () => {
  await freshLedger({}, 1);
  await redis.command(LAYOUT_KEY, ['HSET', LAYOUT_KEY, 'format', '99']);
  await assert.rejects(openLedger(redis, 1), { name: 'DataFormatError' });
});

test('recreated data is not mistaken for the earlier data', async () => {
  const ledger = await freshLedger({}, 1);
  assert.equal((await openLedger(redis, 1)).dataId, ledger.dataId);
  assert.equal(await holdsSameData(ledger), true);
  await server.command('FLUSHALL');
  assert.equal(await holdsSameData(ledger), false);
  await installOn(redis);
  assert.equal(await holdsSameData(ledger), false);
});
