import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import {
  finishOrders,
  followLog,
  type Ledger,
  moveReader,
  NewerLogEntryError,
  newOrderId,
  readLog,
  readLogEnd,
  readLogStatus,
  readReaders,
  registerReader,
  REHEARSAL_SHARD,
  removeReader,
  UnknownReaderError,
} from '../../src/index.ts';
import { hold, orderOf, place, settleAll, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();
const LOG = '{s0}:order-log';

let ledger: Ledger;
beforeEach(async () => {
  ledger = await freshLedger();
});

/** Adds an entry as the scripts that change orders do. */
async function log(...changes: string[]): Promise<string> {
  const fields = ['v', '1', 'changes', changes.join(' ')];
  return String(await server.command('XADD', LOG, '*', ...fields));
}

async function logSome(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push(await log(`${newOrderId(0, 1)}:pc:sale`));
  return ids;
}

const entriesLeft = async () =>
  ((await server.command('XRANGE', LOG, '-', '+')) as [string, unknown][]).map(([id]) => id);

/** Everything that a reader finds, page by page. */
async function readAll(after: string, count = 3): Promise<string[]> {
  const orders: string[] = [];
  for (;;) {
    const page = await readLog(ledger, 0, { after, count });
    if (page.entries === 0) return orders;
    orders.push(...page.changes.map(({ orderId }) => orderId));
    after = page.position;
  }
}

const positionOf = async (reader: string) =>
  (await readReaders(ledger, 0)).find((each) => each.reader === reader)?.position;

test('a reader begins at the present end, in every shard but that of rehearsals', async () => {
  await registerReader(ledger, 'recorder');
  const [recorder] = await readReaders(ledger, 0);
  assert.deepEqual([recorder?.reader, recorder?.position], ['recorder', '0-0']);
  assert.ok(Math.abs(Date.now() - (recorder?.sinceMs ?? 0)) < 60_000);
  assert.deepEqual(await readReaders(ledger, REHEARSAL_SHARD), []);
  const [first] = await logSome(1);
  await registerReader(ledger, 'webhooks', { rehearsals: true });
  assert.equal(await positionOf('webhooks'), first);
  assert.equal((await readReaders(ledger, REHEARSAL_SHARD)).length, 1);
  await assert.rejects(registerReader(ledger, 'a:since'), RangeError);
});

test('the present end is known even when everything has been read and removed', async () => {
  await registerReader(ledger, 'recorder');
  const last = (await logSome(3)).at(-1) ?? '';
  await moveReader(ledger, 0, { reader: 'recorder', position: last });
  assert.deepEqual(await entriesLeft(), []);
  await registerReader(ledger, 'webhooks');
  assert.equal(await positionOf('webhooks'), last);
  assert.equal(await readLogEnd(ledger, 0), last);
});

test('registering again keeps the position', async () => {
  await registerReader(ledger, 'recorder');
  await logSome(2);
  await registerReader(ledger, 'recorder');
  assert.equal(await positionOf('recorder'), '0-0');
});

test('a page tells every change with its cause and moment', async () => {
  const [first, second] = [newOrderId(0, 1), newOrderId(0, 2)];
  await registerReader(ledger, 'recorder');
  const id = await log(`${first}:hc:pay_1.2:x-3`, `${second}:hx:time`, `${second}:xz:a`);
  const page = await readLog(ledger, 0, { after: '0-0' });
  const at = { entryId: id, atMs: Number.parseInt(id) };
  assert.deepEqual(page, {
    changes: [
      { orderId: first, from: 'h', to: 'c', status: 'confirmed', cause: 'pay_1.2:x-3', ...at },
      { orderId: second, from: 'h', to: 'x', status: 'expired', cause: 'time', ...at },
      { orderId: second, from: 'x', to: 'z', status: 'unknown', cause: 'a', ...at },
    ],
    position: id,
    entries: 1,
  });
});

test('a reader stops before an entry of a newer version', async () => {
  const [before] = await logSome(1);
  await server.command('XADD', LOG, '*', 'v', '2', 'changes', 'anything');
  await logSome(1);
  const page = await readLog(ledger, 0, { after: '0-0' });
  assert.deepEqual([page.entries, page.position], [1, before]);
  await assert.rejects(readLog(ledger, 0, { after: page.position }), NewerLogEntryError);
});

test('a reader can wait for the next change', async () => {
  assert.equal((await followLog(ledger.redis, 0, { after: '0-0', blockMs: 1 })).entries, 0);
  const [id] = await logSome(1);
  const page = await followLog(ledger.redis, 0, { after: '0-0', blockMs: 1 });
  assert.deepEqual([page.entries, page.position], [1, id]);
});

test('the log is trimmed exactly to the least position of all readers', async () => {
  for (const reader of ['a', 'b', 'c']) await registerReader(ledger, reader);
  // More than fit in a node of the stream, which is as finely as Redis trims by itself.
  const ids = await logSome(250);
  const least = { a: -1, b: -1, c: -1 };
  const moves = [
    ['a', 120],
    ['b', 249],
    ['c', 3],
    ['c', 4],
    ['a', 10],
    ['c', 130],
    ['a', 249],
    ['c', 249],
  ] as const;
  for (const [reader, index] of moves) {
    await moveReader(ledger, 0, { reader, position: ids[index] ?? '' });
    least[reader] = Math.max(least[reader], index);
    assert.deepEqual(await entriesLeft(), ids.slice(Math.min(...Object.values(least)) + 1));
  }
});

test('a position never moves back, nor to what the log does not have', async () => {
  await registerReader(ledger, 'recorder');
  const [first = '', second = ''] = await logSome(2);
  await moveReader(ledger, 0, { reader: 'recorder', position: second });
  await moveReader(ledger, 0, { reader: 'recorder', position: first });
  assert.equal(await positionOf('recorder'), second);
  const [third = ''] = await logSome(1);
  const between = `${Number.parseInt(second)}-999`;
  for (const position of ['99999999999999-0', between]) {
    await assert.rejects(moveReader(ledger, 0, { reader: 'recorder', position }), /has no entry/);
  }
  assert.notEqual(between, third);
  const unknown = moveReader(ledger, 0, { reader: 'nobody', position: first });
  await assert.rejects(unknown, UnknownReaderError);
  await assert.rejects(moveReader(ledger, 0, { reader: 'recorder', position: '$' }), RangeError);
});

test('a reader that was away finds everything, whatever the others read', async () => {
  await registerReader(ledger, 'paused');
  await registerReader(ledger, 'busy');
  const orders: string[] = [];
  for (let i = 0; i < 300; i++) {
    const order = newOrderId(0, i);
    orders.push(order);
    const position = await log(`${order}:pc:sale`);
    await moveReader(ledger, 0, { reader: 'busy', position });
  }
  assert.deepEqual(await readAll('0-0', 7), orders);
  await moveReader(ledger, 0, { reader: 'paused', position: await readLogEnd(ledger, 0) });
  assert.deepEqual(await entriesLeft(), []);
});

test('a reader finds what is done with orders from its registration on', async () => {
  ledger = await freshLedger({ adult: 10 });
  await place(ledger, orderOf('adult:1'));
  await settleAll(ledger);
  await registerReader(ledger, 'recorder');
  const sold = orderOf('adult:1');
  await place(ledger, sold);
  await settleAll(ledger);
  const held = await hold(ledger, 'adult:2');
  await finishOrders(ledger, 0, [
    { orderId: held.id, step: 'open-payment', giveUpMs: 1000 },
    { orderId: held.id, step: 'confirm', cause: 'pay_1' },
    { orderId: held.id, step: 'confirm', cause: 'pay_1' },
    { orderId: sold.id, step: 'cancel', cause: 'office:ada' },
  ]);
  const { changes, entries } = await readLog(ledger, 0, { after: '0-0' });
  assert.equal(entries, 3);
  assert.deepEqual(
    changes.map(({ orderId, from, to, cause }) => [orderId, from + to, cause]),
    [
      [sold.id, 'pc', 'sale'],
      [held.id, 'ph', 'sale'],
      [held.id, 'ho', 'payment'],
      [held.id, 'oc', 'pay_1'],
      [sold.id, 'ck', 'office:ada'],
    ],
  );
});

test('a reader that is gone for good no longer holds the log', async () => {
  for (const reader of ['gone', 'recorder']) await registerReader(ledger, reader);
  // More than are removed in one call.
  await addMany(25_000);
  const end = await readLogEnd(ledger, 0);
  await moveReader(ledger, 0, { reader: 'recorder', position: end });
  assert.equal((await entriesLeft()).length, 25_000);
  assert.equal(await removeReader(ledger, 'gone'), ledger.shards);
  assert.deepEqual(await entriesLeft(), []);
  assert.equal(await removeReader(ledger, 'gone'), 0);
});

test('with the last reader the log is gone, and with it the reason to write one', async () => {
  await registerReader(ledger, 'recorder', { rehearsals: true });
  await logSome(3);
  assert.equal(await removeReader(ledger, 'recorder'), ledger.shards + 1);
  assert.deepEqual(await server.command('KEYS', '{s0}:*log*'), []);
});

test('how far each reader is behind is known', async () => {
  await registerReader(ledger, 'a');
  await registerReader(ledger, 'b');
  const ids = await logSome(30);
  await moveReader(ledger, 0, { reader: 'b', position: ids[9] ?? '' });
  const status = (await readLogStatus(ledger)).find(({ shard }) => shard === 0);
  const behind = status?.readers.map(({ reader, entries, isMore }) => [reader, entries, isMore]);
  assert.deepEqual(behind, [
    ['a', 30, false],
    ['b', 20, false],
  ]);
  const [a, b] = status?.readers ?? [];
  assert.equal(status?.entries, 30);
  assert.ok(status.bytes > 1000);
  assert.equal(a?.bytes, status.bytes);
  assert.ok(b !== undefined && b.bytes < a.bytes && b.ageMs <= a.ageMs);
  const limited = (await readLogStatus(ledger, { countUpTo: 5 }))[0]?.readers[1];
  assert.deepEqual([limited?.entries, limited?.isMore], [5, true]);
});

async function addMany(count: number): Promise<void> {
  for (let i = 0; i < count; i += 500) {
    await Promise.all(Array.from({ length: 500 }, () => log(`${newOrderId(0, 1)}:pc:sale`)));
  }
}
