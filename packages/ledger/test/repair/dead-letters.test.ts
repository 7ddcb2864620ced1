import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  audit,
  countBacklog,
  type Ledger,
  moveToDeadLetters,
  orderChangesChannel,
  readOrder,
  settleOrders,
  type StreamEntry,
} from '../../src/index.ts';
import { orderOf, place, read, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

async function move(ledger: Ledger, entry: StreamEntry | undefined): Promise<boolean> {
  assert.ok(entry);
  return await moveToDeadLetters(ledger, 0, { entry, error: 'it broke', deliveries: 5 });
}

test('an order that cannot be settled is rejected as failed and kept as a dead letter', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const order = orderOf('adult:1');
  await place(ledger, order);
  const heard = Promise.withResolvers<string>();
  await server.subscribe(orderChangesChannel(0), heard.resolve);
  const [entry] = await read(ledger);
  assert.equal(await move(ledger, entry), true);
  const stored = await readOrder(ledger, order.id);
  assert.deepEqual([stored?.status, stored?.reason], ['rejected', 'failed']);
  assert.ok(stored?.settledAtMs);
  assert.equal(await heard.promise, order.id);
  const [letter] = (await server.command('XRANGE', '{s0}:dead-letters', '-', '+')) as [
    [string, string[]],
  ];
  assert.deepEqual(letter[1], [
    ...['entry', entry?.id, 'fields', JSON.stringify(entry?.fields), 'order', order.id],
    ...['error', 'it broke', 'deliveries', '5'],
  ]);
  assert.equal(await countBacklog(ledger.redis, 0), 0);
  const report = await audit(ledger);
  assert.deepEqual([report.problems, report.deadLetters], [[], 1]);
});

test('an entry is moved once, however many try', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await place(ledger, orderOf('adult:1'));
  const [entry] = await read(ledger);
  const moved = await Promise.all([move(ledger, entry), move(ledger, entry)]);
  assert.deepEqual(moved.toSorted(), [false, true]);
  assert.equal((await audit(ledger)).deadLetters, 1);
});

test('an entry settled by another worker is left alone', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const order = orderOf('adult:1');
  await place(ledger, order);
  const entries = await read(ledger);
  await settleOrders(ledger, 0, entries);
  assert.equal(await move(ledger, entries[0]), false);
  assert.equal((await readOrder(ledger, order.id))?.status, 'confirmed');
  assert.equal((await audit(ledger)).deadLetters, 0);
});

test('a second entry of a settled order becomes a dead letter without touching the order', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const order = orderOf('adult:1');
  await place(ledger, order);
  await settleOrders(ledger, 0, await read(ledger));
  await server.command('XADD', '{s0}:order-stream', '*', 'v', '1', 'order', order.id);
  const [entry] = await read(ledger);
  assert.equal(await move(ledger, entry), true);
  assert.equal((await readOrder(ledger, order.id))?.status, 'confirmed');
  assert.deepEqual((await audit(ledger)).problems, []);
});

test('an entry that names no order becomes a dead letter', async () => {
  const ledger = await freshLedger();
  await server.command('XADD', '{s0}:order-stream', '*', 'colour', 'red');
  const [entry] = await read(ledger);
  assert.equal(await move(ledger, entry), true);
  const report = await audit(ledger);
  assert.deepEqual([report.problems, report.deadLetters, report.backlog], [[], 1, 0]);
});
