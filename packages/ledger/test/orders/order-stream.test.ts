import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  claimEntries,
  findIdleEntries,
  countBacklog,
  countDeliveries,
  ensureWorkerGroup,
  settleOrders,
} from '../../src/index.ts';
import { claimAll, orderOf, place, read, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

test('the worker group is created once, by the first worker', async () => {
  const ledger = await freshLedger();
  await server.command('DEL', '{s0}:order-stream');
  const created = await Promise.all([1, 2, 3].map(() => ensureWorkerGroup(ledger.redis, 0)));
  assert.deepEqual(created.toSorted(), [false, false, true]);
});

test('a group created late sees earlier orders', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const order = orderOf('adult:1');
  await place(ledger, order);
  await server.command('XGROUP', 'DESTROY', '{s0}:order-stream', 'workers');
  await ensureWorkerGroup(ledger.redis, 0);
  assert.deepEqual(
    (await read(ledger)).map((entry) => entry.orderId),
    [order.id],
  );
});

test('a group cannot be created where there is no stream', async () => {
  const ledger = await freshLedger();
  await server.command('DEL', '{s0}:order-stream');
  await server.command('SET', '{s0}:order-stream', 'text');
  await assert.rejects(ensureWorkerGroup(ledger.redis, 0), /WRONGTYPE/);
});

test('an entry has a version and an order', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const order = orderOf('adult:1');
  await place(ledger, order);
  const [entry] = await read(ledger);
  assert.equal(entry?.version, 1);
  assert.equal(entry.orderId, order.id);
  assert.deepEqual(entry.fields, ['v', '1', 'order', order.id]);
});

test('a malformed entry is read as it is', async () => {
  const ledger = await freshLedger();
  await server.command('XADD', '{s0}:order-stream', '*', 'order', 'x', 'v', '2', 'trace', 'v');
  await server.command('XADD', '{s0}:order-stream', '*', 'colour', 'order');
  const [newer, strange] = await read(ledger);
  assert.deepEqual([newer?.version, newer?.orderId], [2, 'x']);
  assert.deepEqual([strange?.version, strange?.orderId], [Number.NaN, '']);
});

test('reading an empty stream returns nothing', async () => {
  const ledger = await freshLedger();
  assert.deepEqual(await read(ledger), []);
});

test('each entry is delivered to one worker only', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await place(ledger, ...[1, 2, 3].map(() => orderOf('adult:1')));
  const first = await read(ledger, { consumer: 'worker-1', count: 2 });
  const second = await read(ledger, { consumer: 'worker-2', count: 2 });
  assert.deepEqual([first.length, second.length], [2, 1]);
  assert.equal(new Set([...first, ...second].map((entry) => entry.id)).size, 3);
});

test('the entries of a dead worker are claimed page by page', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await place(ledger, ...[1, 2, 3].map(() => orderOf('adult:1')));
  const delivered = await read(ledger, { consumer: 'dead' });
  const first = await findIdleEntries(ledger.redis, 0, { minIdleMs: 0, count: 2 });
  const second = await findIdleEntries(ledger.redis, 0, {
    minIdleMs: 0,
    count: 2,
    after: first[1],
  });
  assert.deepEqual([first.length, second.length], [2, 1]);
  const taken: string[] = [];
  for (const [start = '', { length: count }] of [first, second].map(
    (page) => [page[0], page] as const,
  )) {
    const claim = { consumer: 'alive', minIdleMs: 0, count, start };
    const page = await claimEntries(ledger.redis, 0, claim);
    assert.deepEqual(page.lost, []);
    taken.push(...page.entries.map((entry) => entry.orderId));
  }
  assert.deepEqual(
    taken,
    delivered.map((entry) => entry.orderId),
  );
});

test('entries of a live worker are not claimed', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await place(ledger, orderOf('adult:1'));
  await read(ledger, { consumer: 'alive' });
  const claim = { consumer: 'greedy', minIdleMs: 60_000, count: 10, start: '-' };
  assert.deepEqual((await claimEntries(ledger.redis, 0, claim)).entries, []);
});

test('an entry removed by hand is reported as lost', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await place(ledger, orderOf('adult:1'));
  const [entry] = await read(ledger);
  assert.ok(entry);
  await server.command('XDEL', '{s0}:order-stream', entry.id);
  const claim = { consumer: 'worker-2', minIdleMs: 0, count: 10, start: '-' };
  const { entries, lost } = await claimEntries(ledger.redis, 0, claim);
  assert.deepEqual([entries, lost], [[], [entry.id]]);
});

test('deliveries are counted until the entry is settled', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await place(ledger, orderOf('adult:1'));
  const entries = await read(ledger);
  const id = entries[0]?.id ?? '';
  assert.equal(await countDeliveries(ledger.redis, 0, id), 1);
  await claimAll(ledger);
  assert.equal(await countDeliveries(ledger.redis, 0, id), 2);
  await settleOrders(ledger, 0, entries);
  assert.equal(await countDeliveries(ledger.redis, 0, id), 0);
  assert.equal(await countBacklog(ledger.redis, 0), 0);
});
