import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retireConsumers, settleOrders } from '../../src/index.ts';
import { claimAll, orderOf, place, read, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

async function consumers(): Promise<string[]> {
  const rows = await server.command('XINFO', 'CONSUMERS', '{s0}:order-stream', 'workers');
  return (rows as [string, string][]).map((row) => row[1]);
}

async function join(consumer: string): Promise<void> {
  await server.command('XGROUP', 'CREATECONSUMER', '{s0}:order-stream', 'workers', consumer);
}

test('idle consumers that own nothing are removed', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await join('gone-1');
  await join('gone-2');
  assert.equal(await retireConsumers(ledger, 0, { minIdleMs: 0 }), 2);
  assert.deepEqual(await consumers(), []);
});

test('a consumer that owns an entry is kept, and its entry with it', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await place(ledger, orderOf('adult:1'));
  const entries = await read(ledger, { consumer: 'dead' });
  assert.equal(await retireConsumers(ledger, 0, { minIdleMs: 0 }), 0);
  assert.deepEqual(await claimAll(ledger, 'alive'), entries);
  await settleOrders(ledger, 0, entries);
  assert.equal(await retireConsumers(ledger, 0, { minIdleMs: 0 }), 2);
});

test('a recently active consumer is kept', async () => {
  const ledger = await freshLedger();
  await join('alive');
  assert.equal(await retireConsumers(ledger, 0, { minIdleMs: 60_000 }), 0);
  assert.deepEqual(await consumers(), ['alive']);
});

test('a stopping consumer removes only itself', async () => {
  const ledger = await freshLedger();
  await join('leaving');
  await join('staying');
  assert.equal(await retireConsumers(ledger, 0, { minIdleMs: 0, consumer: 'leaving' }), 1);
  assert.deepEqual(await consumers(), ['staying']);
});
