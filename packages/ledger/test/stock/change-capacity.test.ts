import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeCapacity, readEvent, readStock, stockKey } from '../../src/index.ts';
import { documentOf, refused, ticketOf, write } from '../events/test-event.ts';
import { startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

const POOLED = documentOf({
  pools: [{ id: 'room', capacity: 15 }],
  tickets: [ticketOf('adult', { pool: 'room' }), ticketOf('child', { pool: 'room' })],
});

test('changes of capacities add up, whoever makes them at the same time', async () => {
  const ledger = await freshLedger();
  await write(ledger, POOLED);
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      changeCapacity(ledger, 'show-7', [
        { of: 'ticket', id: 'adult', by: i % 2 === 0 ? 3 : -1 },
        { of: 'pool', id: 'room', by: 1 },
      ]),
    ),
  );
  assert.ok(results.every(({ outcome }) => outcome === 'written'));
  const { document, revision } = (await readEvent(ledger, 'show-7')) ?? {};
  assert.equal(document?.tickets[0]?.capacity, 10 + 10 * 3 - 10);
  assert.deepEqual(document.pools, [{ id: 'room', capacity: 35 }]);
  assert.equal(revision, 21);
  assert.equal((await readStock(ledger, 0)).get('adult')?.remaining, 30);
});

test('a capacity below what is held and sold changes nothing', async () => {
  const ledger = await freshLedger();
  await write(ledger, POOLED);
  await server.command('HSET', stockKey(0), 'adult:remaining', '7', 'adult:sold', '3');
  const result = await changeCapacity(ledger, 'show-7', [
    { of: 'ticket', id: 'child', by: 5 },
    { of: 'ticket', id: 'adult', by: -8 },
  ]);
  assert.equal(refused(result, 'STOCK_CONFLICT').details[0]?.path, 'tickets[0].capacity');
  const unknown = await changeCapacity(ledger, 'show-7', [{ of: 'pool', id: 'hall', by: 1 }]);
  assert.equal(refused(unknown, 'INVALID_EVENT').details[0]?.path, 'changes[0].id');
  assert.equal((await readEvent(ledger, 'show-7'))?.revision, 1);
});
