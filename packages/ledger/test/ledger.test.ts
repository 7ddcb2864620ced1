import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdsSameData, openLedger, shardsOf } from '../src/index.ts';
import { startLedgerRedis } from './test-ledger.ts';

const { server, redis, freshLedger } = await startLedgerRedis();

test('the first process fixes the number of shards, and others with that number join', async () => {
  const ledger = await freshLedger({}, 4);
  assert.deepEqual(shardsOf(ledger), [0, 1, 2, 3]);
  await openLedger(redis, 4);
});

test('a process with another number of shards is refused', async () => {
  await freshLedger({}, 4);
  await assert.rejects(openLedger(redis, 1), {
    name: 'ShardsMismatchError',
    message: /SHARDS is 1, but the data in this Redis was created with SHARDS=4/,
  });
});

test('of many first processes with different numbers one wins', async () => {
  await server.command('FLUSHALL');
  const numbers = [2, 3, 4, 5];
  const opened = await Promise.allSettled(numbers.map((shards) => openLedger(redis, shards)));
  assert.equal(opened.filter((result) => result.status === 'fulfilled').length, 1);
});

test('a number of shards that cannot be is refused', async () => {
  for (const shards of [0, -1, 1.5, 1025, Number.NaN]) {
    await assert.rejects(openLedger(redis, shards), RangeError);
  }
});

test('a process that must find data creates none', async () => {
  await server.command('FLUSHALL');
  await assert.rejects(openLedger(redis, 1, { mustExist: true }), {
    name: 'NoLedgerError',
  });
  assert.equal(await server.command('DBSIZE'), 0);
  await openLedger(redis, 1);
  await openLedger(redis, 1, { mustExist: true });
});

test('data that was created anew is not taken for the data of before', async () => {
  const ledger = await freshLedger({}, 1);
  const other = await openLedger(redis, 1);
  assert.equal(other.dataId, ledger.dataId);
  assert.equal(await holdsSameData(ledger), true);
  await server.command('FLUSHALL');
  assert.equal(await holdsSameData(ledger), false);
  await openLedger(redis, 1);
  assert.equal(await holdsSameData(ledger), false);
});
