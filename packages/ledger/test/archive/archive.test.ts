import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { editOrder, ORDER_STATE } from '@onsale/testing';
import {
  archiveOrders,
  type ArchiveRun,
  beginRetiring,
  DAY_MS,
  HOUR_MS,
  type Ledger,
  mayBeArchived,
  moveReader,
  newOrderId,
  orderAddress,
  readArchive,
  readLogEnd,
  registerReader,
  retireRefusedOrders,
} from '../../src/index.ts';
import { removeOrders } from '../../src/archive/remove-orders.ts';
import { orderOf, place, settleAll, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();
const EVENT = 'show-7';
const NOW = Date.now();
const KEEP = { refusedMs: 48 * HOUR_MS, soldMs: 30 * DAY_MS };
const LONG_AGO = NOW - 100 * DAY_MS;

let ledger: Ledger;
beforeEach(async () => {
  ledger = await freshLedger({ adult: 10, child: 10 });
});

/** Says when the event ended; its orders are kept for 30 days after that. */
async function endEvent(endsAtMs: number, status = 'closed', eventId = EVENT): Promise<void> {
  const tickets = ['adult', 'child'].map((id) => ({ id }));
  const times = { startsAt: new Date(0).toISOString(), endsAt: new Date(endsAtMs).toISOString() };
  const document = JSON.stringify({ id: eventId, ...times, tickets });
  const fields = ['status', status, 'revision', '3', 'document', document];
  await server.command('HSET', `{s0}:event:${eventId}`, ...fields);
  await server.command('ZADD', '{s0}:events', '3', eventId);
}

/** Runs something while the event is on sale. */
async function onSale(run: () => Promise<unknown>): Promise<void> {
  const key = `{s0}:event:${EVENT}`;
  const status = String(await server.command('HGET', key, 'status'));
  await server.command('HSET', key, 'status', 'on_sale');
  await run();
  await server.command('HSET', key, 'status', status);
}

/** Places and settles an order that was made then; returns its id. */
async function order(items: string, atMs = LONG_AGO): Promise<string> {
  const placed = orderOf(items, { id: newOrderId(0, atMs) });
  await onSale(async () => {
    await place(ledger, placed);
    await settleAll(ledger);
  });
  const [record] = (await server.command('HMGET', ...orderAddress(0, placed.id))) as string[];
  const letter = record?.[2] ?? '';
  await setHead(placed.id, `${letter}${atMs}`);
  return placed.id;
}

/** Places an order that is rejected, because nothing is left for a moment. */
async function refused(atMs = LONG_AGO): Promise<string> {
  const placed = orderOf('adult:1', { id: newOrderId(0, atMs) });
  await onSale(() => place(ledger, placed));
  const remaining = String(await server.command('HGET', '{s0}:stock', 'adult:remaining'));
  await server.command('HSET', '{s0}:stock', 'adult:remaining', '0');
  await settleAll(ledger);
  await server.command('HSET', '{s0}:stock', 'adult:remaining', remaining);
  await setHead(placed.id, `s${atMs}`);
  return placed.id;
}

const setHead = (id: string, text: string) => editOrder(server, id, { place: ORDER_STATE, text });

/** Archives, and returns the report with the orders that were stored. */
async function archive(changes: Partial<ArchiveRun> = {}) {
  const stored: string[] = [];
  const store = async (_shard: number, orders: readonly { id: string }[]) => {
    stored.push(...orders.map(({ id }) => id));
  };
  const report = await archiveOrders(ledger, { keep: KEEP, store, waitMs: 1, ...changes });
  return { ...report, stored };
}

const retire = () =>
  retireRefusedOrders(ledger, 0, { refusedMs: KEEP.refusedMs, pauseMs: 0, waitMs: 1 });

async function exists(id: string): Promise<boolean> {
  return (await server.command('HGET', ...orderAddress(0, id))) !== null;
}

const buckets = async () => await server.command('ZRANGE', '{s0}:buckets', '0', '-1');

test('an order leaves 30 days after its event, and its sums stay', async () => {
  await endEvent(NOW - 31 * DAY_MS, 'on_sale');
  const ids = [await order('adult:2,child:1'), await order('adult:1')];
  const report = await archive();
  assert.deepEqual(report.stored.sort(), ids.sort());
  assert.deepEqual([report.archived, report.kept.size], [2, 0]);
  for (const id of ids) assert.equal(await exists(id), false);
  assert.deepEqual(await buckets(), []);
  const sums = await readArchive(ledger, 0);
  assert.deepEqual([...sums.orders], [['confirmed', 2]]);
  assert.deepEqual(Object.fromEntries(sums.sold), { adult: 3, child: 1 });
});

test('an order stays for 30 days after its event, or after its last change', async () => {
  await endEvent(NOW - 29 * DAY_MS);
  const id = await order('adult:1');
  assert.deepEqual([...(await archive()).kept], [['recent', 1]]);
  await endEvent(NOW - 31 * DAY_MS);
  await setHead(id, `r${NOW - 29 * DAY_MS}=refund-1`);
  assert.deepEqual([...(await archive()).kept], [['recent', 1]]);
  await setHead(id, `r${NOW - 31 * DAY_MS}=refund-1`);
  assert.equal((await archive()).archived, 1);
});

test('a pending, held or paying order, and one of a newer version, never leaves', async () => {
  await endEvent(NOW - 900 * DAY_MS);
  const heads = ['p', 'p/900000', `h${LONG_AGO}/${LONG_AGO + 1}`, `o${LONG_AGO}/1/2`, 'z1', 'c?'];
  for (const head of heads) await setHead(await order('adult:1'), head);
  const report = await archive();
  assert.deepEqual([...report.kept].sort(), [
    ['newer', 2],
    ['open', 4],
  ]);
  assert.deepEqual([report.archived, report.events], [0, []]);
});

test('an order whose event is not known stays', async () => {
  await order('adult:1');
  await server.command('DEL', `{s0}:event:${EVENT}`);
  assert.deepEqual([...(await archive()).kept], [['no-event', 1]]);
});

test('refused orders leave after 48 hours and are not stored', async () => {
  await endEvent(NOW + DAY_MS, 'on_sale');
  const old = await refused(NOW - 49 * HOUR_MS);
  const recent = await refused(NOW - 47 * HOUR_MS);
  for (const letter of ['x', 'k', 'b', 'l', 'n', 'd']) {
    await setHead(await refused(), `${letter}${LONG_AGO}`);
  }
  const sold = await order('adult:1');
  assert.deepEqual(await retire(), { removed: 7, behind: undefined });
  assert.deepEqual(
    [await exists(old), await exists(recent), await exists(sold)],
    [false, true, true],
  );
  const { orders } = await readArchive(ledger, 0);
  assert.deepEqual(Object.fromEntries(orders), { rejected: 5, expired: 1, cancelled: 1 });
  await setHead(recent, `s${LONG_AGO}`);
  const report = await archive();
  assert.deepEqual([report.retired, report.stored], [1, []]);
});

test('an order that failed stays as long as one with tickets, for its dead letter', async () => {
  await endEvent(NOW - 29 * DAY_MS);
  const id = await refused();
  await setHead(id, `f${LONG_AGO}`);
  assert.deepEqual(await retire(), { removed: 0, behind: undefined });
  assert.equal((await archive()).kept.get('recent'), 1);
  await endEvent(NOW - 31 * DAY_MS);
  assert.deepEqual((await archive()).stored, [id]);
});

test('an order that had money is not refused, whatever became of it', async () => {
  await endEvent(NOW + DAY_MS, 'on_sale');
  const record = async (id: string, head: string, extras: object) => {
    const address = orderAddress(0, id);
    const fields = JSON.parse(String(await server.command('HGET', ...address))) as unknown[];
    fields[0] = head;
    await server.command('HSET', ...address, JSON.stringify([...fields.slice(0, 8), extras]));
  };
  await record(await refused(), `x${LONG_AGO}`, { paid: 'pay-1' });
  const refund = { id: 'r', atMs: LONG_AGO, amountMinor: 1, tickets: [], restocked: true };
  await record(await refused(), `k${LONG_AGO}`, { refunds: [refund] });
  await record(await refused(), `r${LONG_AGO}=x`, {});
  assert.deepEqual(await retire(), { removed: 0, behind: undefined });
});

test('tickets that were refunded without going back on sale stay in the sums', async () => {
  await endEvent(NOW - 31 * DAY_MS, 'on_sale');
  const id = await order('adult:3,child:2');
  const refund = (tickets: number[][], restocked: boolean) => ({
    id: 'r',
    atMs: LONG_AGO,
    amountMinor: 1,
    tickets,
    restocked,
  });
  const address = orderAddress(0, id);
  const fields = JSON.parse(String(await server.command('HGET', ...address))) as unknown[];
  const refunds = [
    refund(
      [
        [0, 1],
        [1, 2],
      ],
      true,
    ),
    refund([[0, 2]], false),
  ];
  await server.command('HSET', ...address, JSON.stringify([...fields, { refunds }]));
  await archive();
  assert.deepEqual(Object.fromEntries((await readArchive(ledger, 0)).sold), { adult: 2, child: 1 });
});

test('nothing leaves before every reader of the log is done with it', async () => {
  await endEvent(NOW - 31 * DAY_MS);
  await registerReader(ledger, 'recorder');
  await registerReader(ledger, 'webhooks');
  const id = await order('adult:1');
  await refused();
  const entry = ['*', 'v', '1', 'changes', `${id}:pc:sale`];
  await server.command('XADD', '{s0}:order-log', ...entry);
  await server.command('XADD', '{s0}:order-log', ...entry);
  const end = await readLogEnd(ledger, 0);
  await moveReader(ledger, 0, { reader: 'webhooks', position: end });
  assert.deepEqual(await retire(), { removed: 0, behind: 'recorder' });
  const { stored, behind, kept } = await archive();
  assert.deepEqual(
    [stored, behind, [...kept]],
    [[], [{ shard: 0, reader: 'recorder' }], [['behind', 2]]],
  );
  await moveReader(ledger, 0, { reader: 'recorder', position: end });
  assert.equal((await archive()).archived, 1);
});

test('the step that removes orders checks the readers itself', async () => {
  const id = await order('adult:1');
  const [bucket] = orderAddress(0, id);
  const record = String(await server.command('HGET', bucket, id));
  await registerReader(ledger, 'recorder');
  await server.command('XADD', '{s0}:order-log', '*', 'v', '1', 'changes', `${id}:pc:sale`);
  const logEnd = await readLogEnd(ledger, 0);
  const removal = { orders: [{ id, record, bucket }], logEnd };
  assert.deepEqual(await removeOrders(ledger, 0, removal), { behind: 'recorder' });
  await moveReader(ledger, 0, { reader: 'recorder', position: logEnd });
  assert.deepEqual(await removeOrders(ledger, 0, removal), { removed: 1 });
  assert.deepEqual(await removeOrders(ledger, 0, removal), { removed: 0 });
});

test('only what is recorded exactly as it is here leaves, where orders are recorded', async () => {
  await endEvent(NOW - 31 * DAY_MS);
  const [known, changed] = [await order('adult:1'), await order('adult:1')];
  const failed = await order('adult:1');
  await setHead(failed, `f${LONG_AGO}`);
  await refused();
  let isRecording = false;
  const records = {
    isRecording: async () => isRecording,
    mark: async (orders: readonly { id: string }[]) =>
      new Set(orders.map(({ id }) => id).filter((id) => id !== changed)),
    read: async () => [],
  };
  const before = await archive({ records });
  assert.deepEqual([before.archived, before.retired], [0, 0]);
  assert.deepEqual([...before.kept], [['unrecorded', 4]]);
  isRecording = true;
  const record = await server.command('HGET', ...orderAddress(0, known));
  const read = async () => [{ orderId: known, shard: 0, record: String(record) }];
  const dry = await archive({ records: { ...records, read }, isDryRun: true });
  assert.deepEqual([dry.archived, ...dry.kept], [2, ['unrecorded', 1]]);
  const after = await archive({ records });
  // One that failed is recorded as a number alone.
  assert.deepEqual(after.stored.sort(), [known, failed].sort());
  assert.deepEqual([...after.kept], [['unrecorded', 1]]);
  assert.deepEqual([after.archived, after.retired, after.events], [2, 1, []]);
  assert.equal(await exists(changed), true);
});

test('whoever looks for an order knows from when on it may have left', async () => {
  await endEvent(NOW - 31 * DAY_MS);
  const [older, newer] = [await order('adult:1'), await order('adult:1', LONG_AGO + 60_000)];
  const oldest = await refused(LONG_AGO - 60_000);
  await setHead(oldest, `s${NOW}`);
  await setHead(newer, `c${NOW}`);
  assert.equal(await mayBeArchived(ledger, older), false);
  await archive();
  assert.equal(await mayBeArchived(ledger, older), true);
  assert.equal(await mayBeArchived(ledger, newer), false);
  await setHead(newer, `c${LONG_AGO}`);
  await archive();
  await setHead(oldest, `s${LONG_AGO}`);
  assert.equal((await retire()).removed, 1);
  // It does not go back.
  for (const id of [oldest, older, newer]) assert.equal(await mayBeArchived(ledger, id), true);
  assert.equal(await mayBeArchived(ledger, newOrderId(0, NOW)), false);
  assert.equal(await mayBeArchived(ledger, 'nonsense'), false);
});

test('a run that is interrupted loses nothing and counts nothing twice', async () => {
  await endEvent(NOW - 31 * DAY_MS, 'on_sale');
  const ids = new Set<string>();
  for (let i = 0; i < 5; i++) ids.add(await order('adult:1', LONG_AGO + i * 5000));
  const stored = new Set<string>();
  // It breaks before storing, after storing, and after each of the calls that remove orders.
  for (let failAt = 0; failAt < 12; failAt++) {
    let calls = 0;
    const redis = {
      ...ledger.redis,
      command: async (key: string, command: readonly string[]) => {
        const isRemoval = command[0] === 'FCALL' && command[1]?.startsWith('onsale_archive_orders');
        if (isRemoval && calls++ === Math.floor(failAt / 2) && failAt % 2 === 0)
          throw new Error('cut');
        const reply = await ledger.redis.command(key, command);
        if (isRemoval && calls === Math.ceil(failAt / 2)) throw new Error('cut');
        return reply;
      },
    };
    const store = async (_shard: number, orders: readonly { id: string }[]) => {
      if (failAt === 1) throw new Error('disk full');
      for (const { id } of orders) stored.add(id);
    };
    const run = { keep: KEEP, store, waitMs: 1 };
    await archiveOrders({ ...ledger, redis }, run).catch(() => undefined);
    const left = (await Promise.all([...ids].map(exists))).filter(Boolean).length;
    const { orders, sold } = await readArchive(ledger, 0);
    assert.equal(left + (orders.get('confirmed') ?? 0), ids.size);
    assert.equal(left + (sold.get('adult') ?? 0), ids.size);
    for (const id of ids) assert.ok(stored.has(id) || (await exists(id)), 'an order is lost');
  }
  assert.equal((await readArchive(ledger, 0)).orders.get('confirmed'), 5);
});

test('an order that changes after it was stored stays until the next run', async () => {
  await endEvent(NOW - 31 * DAY_MS);
  const [stays, leaves] = [await order('adult:1'), await order('adult:1')];
  const change = async () => await setHead(stays, `r${NOW}=refund-1`);
  const report = await archive({ store: change });
  assert.deepEqual([report.archived, report.events], [1, []]);
  assert.deepEqual([await exists(stays), await exists(leaves)], [true, false]);
});

test('several runs at once count each order once', async () => {
  await endEvent(NOW - 31 * DAY_MS, 'on_sale');
  for (let i = 0; i < 8; i++) await order('adult:1');
  const runs = await Promise.all([archive(), archive(), archive(), retire()]);
  const archived = runs.reduce((sum, run) => sum + ('archived' in run ? run.archived : 0), 0);
  assert.equal(archived, 8);
  assert.equal((await readArchive(ledger, 0)).orders.get('confirmed'), 8);
});

test('a dry run changes nothing', async () => {
  await endEvent(NOW - 31 * DAY_MS);
  await order('adult:1');
  await refused();
  const before = await server.command('DBSIZE');
  const report = await archive({ isDryRun: true });
  assert.deepEqual([report.archived, report.retired, report.stored], [1, 1, []]);
  assert.equal(await server.command('DBSIZE'), before);
});

test('what customers bought is given back with the order', async () => {
  await endEvent(NOW - 31 * DAY_MS, 'on_sale');
  const customer = 'A'.repeat(22);
  await setHead(await order('adult:2'), `c${LONG_AGO}=pay-1@${customer}`);
  const id = await order('adult:1', NOW - DAY_MS);
  await setHead(id, `c${NOW - DAY_MS}=pay-2@${customer}`);
  await server.command('HSET', `{s0}:bought:${EVENT}`, customer, '3');
  await archive();
  assert.equal(await server.command('HGET', `{s0}:bought:${EVENT}`, customer), '1');
});

test('an event that ended is archived with its last order', async () => {
  await endEvent(NOW - 31 * DAY_MS);
  await order('adult:3,child:2');
  await order('child:1');
  await server.command('HSET', `{s0}:bought:${EVENT}`, 'A', '1');
  const report = await archive();
  assert.deepEqual([report.archived, report.events, report.openEvents], [2, [EVENT], []]);
  const { books } = await readArchive(ledger, 0);
  assert.deepEqual(books.get('adult'), { capacity: 10, remaining: 7, held: 0, sold: 3 });
  assert.deepEqual(await server.command('HKEYS', '{s0}:stock'), []);
  assert.equal(await server.command('EXISTS', `{s0}:bought:${EVENT}`), 0);
  const event = await server.command('HMGET', `{s0}:event:${EVENT}`, 'status', 'revision');
  assert.deepEqual(event, ['archived', '4']);
  assert.deepEqual(await server.command('ZSCORE', '{s0}:events', EVENT), '4');
  assert.deepEqual((await archive()).events, []);
});

test('the books of an event that its seller archived follow with its last order', async () => {
  await endEvent(NOW - 31 * DAY_MS, 'archived');
  const id = await order('adult:1');
  await setHead(id, `c${NOW}`);
  assert.deepEqual((await archive()).events, []);
  await setHead(id, `c${LONG_AGO}`);
  assert.deepEqual((await archive()).events, [EVENT]);
  assert.deepEqual(await server.command('HKEYS', '{s0}:stock'), []);
  assert.deepEqual((await archive()).events, []);
});

test('an event with an order left, or with sold tickets that nothing accounts for, stays', async () => {
  await endEvent(NOW - 31 * DAY_MS);
  await order('adult:1');
  await setHead(await refused(), `x${NOW}`);
  assert.deepEqual((await archive()).events, []);
  await server.command('DEL', ...((await buckets()) as string[]), '{s0}:buckets');
  await server.command('HINCRBY', '{s0}:stock', 'adult:sold', '1');
  const { openEvents } = await archive();
  assert.deepEqual(openEvents, [{ eventId: EVENT, name: 'adult' }]);
  await server.command('HSET', `{s0}:event:${EVENT}`, 'status', 'draft');
  assert.deepEqual((await archive()).openEvents, []);
});

test('one worker at a time retires refused orders, once in a while', async () => {
  const begin = async () => await beginRetiring(ledger, 0, { everyMs: 60_000 });
  assert.equal(await begin(), false, 'there is nothing to retire');
  assert.equal(await server.command('EXISTS', '{s0}:archive'), 0);
  await order('adult:1');
  const turns = await Promise.all([begin(), begin(), begin()]);
  assert.equal(turns.filter(Boolean).length, 1);
  await server.command('HSET', '{s0}:archive', 'retiredAt', String(Date.now() + DAY_MS));
  assert.equal(await begin(), true);
  await server.command('HSET', '{s0}:archive', 'retiredAt', String(Date.now() - 61_000));
  assert.deepEqual([await begin(), await begin()], [true, false]);
});
