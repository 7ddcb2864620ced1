import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { findScripts, missingFunctions, pruneFunctions } from '@onsale/redis';
import { installData, openLedger } from '../src/index.ts';
import { startLedgerRedis } from './test-ledger.ts';

const { server, redis } = await startLedgerRedis();
const scripts = findScripts(new URL('../../../', import.meta.url));
const install = async (more: { shards?: number; hadData?: boolean; afterLoss?: boolean } = {}) =>
  await installData(redis, { shards: 1, scripts, ...more });

beforeEach(async () => {
  await server.command('FLUSHALL');
  await server.command('FUNCTION', 'FLUSH');
});

test('a new Redis gets data and every function, and the next install changes nothing', async () => {
  const first = await install({ shards: 4 });
  assert.equal(first.created, true);
  assert.ok(first.functions >= scripts.length);
  assert.deepEqual(await install({ shards: 4 }), { ...first, created: false, functions: 0 });
  assert.equal((await openLedger(redis, 4)).dataId, first.dataId);
});

test('of several concurrent installs with different numbers of shards, one wins', async () => {
  const installs = [2, 3, 4, 5].map((shards) => install({ shards }));
  const results = await Promise.allSettled(installs);
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
});

test('an invalid number of shards is refused', async () => {
  for (const shards of [0, -1, 1.5, 1025, Number.NaN]) {
    await assert.rejects(install({ shards }), RangeError);
  }
  assert.equal(await server.command('DBSIZE'), 0);
});

test('an emptied Redis gets no new data until a person decides it', async () => {
  const { dataId } = await install();
  await server.command('FLUSHALL');
  await assert.rejects(install(), { name: 'DataLostError', message: /--after-loss/ });
  assert.equal(await server.command('DBSIZE'), 0);
  const anew = await install({ afterLoss: true });
  assert.equal(anew.created, true);
  assert.notEqual(anew.dataId, dataId);
});

test('neither does a Redis that lost its files, when the caller remembers the data', async () => {
  await assert.rejects(install({ hadData: true }), { name: 'DataLostError' });
  assert.equal(await server.command('DBSIZE'), 0);
});

test('starting over leaves existing data alone', async () => {
  const { dataId } = await install();
  assert.deepEqual(await install({ afterLoss: true }), { created: false, dataId, functions: 0 });
});

test('an install interrupted before loading functions is finished by the next one', async () => {
  const { dataId } = await install();
  await server.command('FUNCTION', 'FLUSH');
  const again = await install();
  assert.deepEqual([again.created, again.dataId], [false, dataId]);
  assert.deepEqual(await missingFunctions(redis, scripts), []);
});

test('functions of other versions stay until they are pruned', async () => {
  await install();
  const other = 'onsale_place_000000000000';
  const [script] = scripts;
  const library = (script?.library ?? '').replaceAll(script?.name ?? '', other);
  await server.command('FUNCTION', 'LOAD', library);
  assert.equal((await install()).functions, 0);
  assert.match(JSON.stringify(await server.command('FUNCTION', 'LIST')), new RegExp(other));
  const settleOnly = scripts.filter(({ operation }) => operation === 'settle');
  assert.equal(await pruneFunctions(redis, settleOnly), 0, 'unknown functions stay');
  assert.ok((await pruneFunctions(redis, scripts)) >= 1);
  assert.doesNotMatch(JSON.stringify(await server.command('FUNCTION', 'LIST')), new RegExp(other));
  assert.deepEqual(await missingFunctions(redis, scripts), []);
});

test('an install waits for a Redis that is still reading its data', async () => {
  const first = await install();
  let refusals = 0;
  // As Redis answers while it reads its files.
  const loading: typeof redis = {
    ...redis,
    command: async (key, command) => {
      if (refusals++ < 3) throw new Error('LOADING Redis is loading the dataset in memory');
      return await redis.command(key, command);
    },
  };
  const { dataId, created } = await installData(loading, { shards: 1, scripts });
  assert.deepEqual([dataId, created], [first.dataId, false]);
  refusals = Number.NEGATIVE_INFINITY;
  const signal = AbortSignal.abort();
  await assert.rejects(installData(loading, { shards: 1, scripts, signal }), /LOADING/);
});
