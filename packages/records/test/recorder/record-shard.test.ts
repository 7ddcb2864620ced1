import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  archiveKey,
  finishOrders,
  nameHolder,
  NewerLogEntryError,
  orderAddress,
  orderLogKey,
  newOrderId,
  orderSecond,
  readCounts,
  readLogEnd,
  readPayment,
  readReaders,
  refundTickets,
  registerReader,
  writePayment,
} from '@onsale/ledger';
import {
  isRecordsOutage,
  NewerOrderError,
  ORDER_CHANGES,
  type Records,
  recordShard,
} from '@onsale/records';
import { sql } from 'kysely';
import { editOrder, ORDER_STATE } from '@onsale/testing';
import { hold, recordOf } from '../../../ledger/test/test-ledger.ts';
import { recordAll, rowOf, sell, startRecordedShop } from './recorded-shop.ts';

const shop = await startRecordedShop({ adult: 500, last: 1, few: 2, scarce: 3, rare: 2, sole: 1 });

const orderRow = async (orderId: string) =>
  await shop.db
    .selectFrom('records.orders')
    .selectAll()
    .where('order_id', '=', orderId)
    .executeTakeFirst();

async function jobsOf(orderId: string): Promise<string[]> {
  const { rows } = await sql<{ told: string }>`
    select data->>'status' || ' ' || (data->>'cause') as told from jobs.job
    where name = ${ORDER_CHANGES} and data->>'orderId' = ${orderId} order by data->>'entryId'
  `.execute(shop.db);
  return rows.map(({ told }) => told);
}

async function dump(db: Records): Promise<Record<string, unknown[]>> {
  const tables = [
    'people',
    'orders',
    'order_lines',
    'tickets',
    'payments',
    'changes',
    'rejections',
  ];
  const dumped: Record<string, unknown[]> = {};
  for (const table of tables) {
    const { rows } = await sql`select * from records.${sql.id(table)} order by 1, 2, 3`.execute(db);
    dumped[table] = rows;
  }
  const { rows } = await sql`select data from jobs.job order by data::text`.execute(db);
  return { ...dumped, jobs: rows };
}

test('what was sold before the recorder came is recorded from the buckets, without jobs', async () => {
  const [sold] = await sell(shop, ['ada@example.org', 'Bea@Example.org']);
  // One of them gets the last two.
  await sell(shop, ['cay@example.org', 'cid@example.org'], 'few:2');
  const archived = await bringBack(sold!.id);
  const turns = await recordAll(shop.parts);
  assert.deepEqual(
    turns.map(({ did }) => did),
    ['begin-backfill', 'backfill', 'backfill', 'record'],
  );
  const row = await orderRow(sold!.id);
  assert.equal(row?.status, 'confirmed');
  assert.deepEqual(await jobsOf(sold!.id), []);
  const { state, backfill_reason: reason, rejected } = await rowOf(shop);
  assert.deepEqual([state, reason, rejected], ['recording', 'new', 1]);
  const payments = shop.db.selectFrom('records.payments').select(['order_id', 'revision']);
  assert.deepEqual(await payments.execute(), [{ order_id: archived, revision: 1 }]);
});

/** The payment of an order of long ago, without the order, as when money moves for an archived one. */
async function bringBack(soldId: string): Promise<string> {
  const orderId = newOrderId(0, Date.now() - 1_000_000);
  const record = String(await shop.redis.command('HGET', ...orderAddress(0, soldId)));
  await shop.redis.command('HSET', archiveKey(0), 'archivedTo', orderSecond(orderId));
  const { archived } = (await readPayment(shop.ledger, orderId, async () => ({ record }))) ?? {};
  const none = { revision: 0, provider: 'bank', amountMinor: 1000, currency: 'EUR' } as const;
  const after = { ...none, attempts: [], refunds: [], disputes: [] };
  const change = { before: undefined, after, dueInMs: undefined, archived };
  assert.equal(await writePayment(shop.ledger, orderId, change), 'written');
  return orderId;
}

test('an order is recorded with its lines, tickets, person and changes, and leaves jobs', async () => {
  const order = await hold(shop.ledger, 'adult:2,last:1', {
    customer: { name: 'Ada L', email: 'ADA@example.org' },
  });
  await recordAll(shop.parts);
  assert.equal((await orderRow(order.id))?.status, 'held');
  assert.deepEqual(await jobsOf(order.id), []);
  await finishOrders(shop.ledger, 0, [{ orderId: order.id, step: 'confirm', cause: 'pay_1' }]);
  await nameHolder(shop.ledger, order.id, { ticket: [0, 2], name: 'Bea', cause: 'clerk' });
  await refundTickets(shop.ledger, order.id, { id: 're_1', tickets: [[1, 1]], amountMinor: 700 });
  await recordAll(shop.parts);
  const row = await orderRow(order.id);
  assert.deepEqual(
    [row?.status, row?.state, row?.cause, row?.total, row?.refunded],
    ['confirmed', 'c', 'pay_1', 3000, 700],
  );
  const tickets = await shop.db
    .selectFrom('records.tickets')
    .select(['line', 'number', 'version', 'holder', 'state'])
    .where('order_id', '=', order.id)
    .orderBy('line')
    .orderBy('number')
    .execute();
  assert.deepEqual(
    tickets.map((ticket) => Object.values(ticket).join(' ')),
    ['0 1 1  valid', '0 2 2 Bea valid', '1 1 1  void'],
  );
  const people = await shop.db
    .selectFrom('records.people')
    .selectAll()
    .where('address', '=', 'ada@example.org')
    .execute();
  assert.deepEqual(
    people.map(({ name, email }) => [name, email]),
    [['Ada L', 'ADA@example.org']],
  );
  const changes = await shop.db
    .selectFrom('records.changes')
    .select(['from_state', 'to_state', 'cause'])
    .where('order_id', '=', order.id)
    .orderBy('entry_ms')
    .orderBy('entry_seq')
    .execute();
  assert.deepEqual(
    changes.map((change) => Object.values(change).join(' ')),
    ['p h sale', 'h c pay_1', 'c c clerk', 'c c re_1'],
  );
  assert.deepEqual(await jobsOf(order.id), [
    'confirmed pay_1',
    'confirmed clerk',
    'confirmed re_1',
  ]);
});

test('a payment is recorded as it stands, and nobody is told of what moves no money', async () => {
  const order = await hold(shop.ledger, 'adult:1');
  const payment = {
    ...{ revision: 0, provider: 'bank', amountMinor: 1000, currency: 'USD' },
    attempts: [{ number: 1, state: 'starting', startedAtMs: 1, expiresAtMs: 2 }],
    ...{ refunds: [], disputes: [] },
  } as const;
  const begun = { ...payment, attempts: [...payment.attempts] } as Parameters<
    typeof writePayment
  >[2]['after'] &
    object;
  const write = async (change: Parameters<typeof writePayment>[2]) =>
    assert.equal(await writePayment(shop.ledger, order.id, change), 'written');
  await write({ before: undefined, after: begun, dueInMs: 1000 });
  await recordAll(shop.parts);
  const read = async () =>
    await shop.db
      .selectFrom('records.payments')
      .selectAll()
      .where('order_id', '=', order.id)
      .executeTakeFirst();
  assert.deepEqual(
    [(await read())?.is_open, (await read())?.received, await jobsOf(order.id)],
    [true, 0, []],
  );
  const paid = { amountMinor: 1000, currency: 'USD' };
  const attempt = { ...begun.attempts[0]!, state: 'paid' as const, use: 'tickets' as const, paid };
  const after = { ...begun, attempts: [attempt] };
  const before = { ...begun, revision: 1 };
  await write({ before, after, dueInMs: undefined, logged: 'received' });
  await recordAll(shop.parts);
  const { is_open: isOpen, received, revision } = (await read()) ?? {};
  assert.deepEqual([isOpen, received, revision], [false, 1000, 2]);
  assert.deepEqual(await jobsOf(order.id), ['held payment:received']);
});

test('rejected orders are counted, and nothing is known of who placed them', async () => {
  const before = (await rowOf(shop)).rejected;
  const buyers = ['dan', 'dee', 'eve'].map((name) => `${name}@example.org`);
  await sell(shop, buyers, 'adult:1,scarce:3');
  await recordAll(shop.parts);
  const { rejected } = await rowOf(shop);
  assert.equal(rejected, before + 2);
  assert.equal(rejected, (await readCounts(shop.ledger, 0)).rejected);
  const counted = await shop.db
    .selectFrom('records.rejections')
    .select(({ fn }) => ['ticket_id', fn.sum<number>('orders').as('orders')])
    .select(({ fn }) => fn.sum<number>('tickets').as('tickets'))
    .where('reason', '=', 'sold_out')
    .groupBy('ticket_id')
    .orderBy('ticket_id')
    .execute();
  assert.deepEqual(
    counted.map((row) => Object.values(row).join(' ')),
    ['adult 2 2', 'few 1 2', 'scarce 2 6'],
  );
  const { rows } = await sql`
    select from records.people where address = any(${buyers})
  `.execute(shop.db);
  assert.equal(rows.length, 1);
});

test('what happens after the clock of Redis was set back is recorded like everything else', async () => {
  const order = await hold(shop.ledger, 'adult:1');
  const [, since = ''] = /^\["h(\d+)/.exec(await recordOf(shop.redis, order)) ?? [];
  const later = Number(since) + 3_600_000;
  const head = { place: ORDER_STATE, text: `h${later}/${later}` };
  await editOrder(shop.redis, order.id, head);
  await recordAll(shop.parts);
  assert.equal((await orderRow(order.id))?.changed_at.getTime(), later);
  await finishOrders(shop.ledger, 0, [{ orderId: order.id, step: 'confirm', cause: 'pay_9' }]);
  await recordAll(shop.parts);
  assert.equal((await orderRow(order.id))?.status, 'confirmed');
});

test('the log is trimmed only to what is committed', async () => {
  await sell(shop, ['ada@example.org']);
  await recordAll(shop.parts);
  const [reader] = await readReaders(shop.ledger, 0);
  assert.equal(reader?.position, (await rowOf(shop)).position);
  assert.equal(reader?.position, await readLogEnd(shop.ledger, 0));
});

test('the log read once more, from its first entry, changes nothing', async () => {
  await registerReader(shop.ledger, 'keeper');
  const { position } = await rowOf(shop);
  const orders = await sell(shop, ['ada@example.org', 'fay@example.org']);
  await sell(shop, ['gil@example.org', 'gus@example.org'], 'rare:2');
  await refundTickets(shop.ledger, orders[0]!.id, { id: 're_2', amountMinor: 1000 });
  await recordAll(shop.parts);
  const [dumped, row] = [await dump(shop.db), await rowOf(shop)];
  await shop.db.updateTable('records.shards').set({ position }).execute();
  const turns = await recordAll(shop.parts);
  assert.deepEqual(
    turns.map((turn) => [turn.did, 'changes' in turn && turn.changes]),
    [['record', 0]],
  );
  assert.deepEqual(await dump(shop.db), dumped);
  const again = await rowOf(shop);
  assert.deepEqual([again.position, again.rejected], [row.position, row.rejected]);
});

test('of two recorders one has the shard, and the other goes on', async () => {
  await shop.db.transaction().execute(async (tx) => {
    await sql`select from records.shards for update`.execute(tx);
    assert.deepEqual(await recordShard(shop.parts, 0), { did: 'nothing' });
  });
  await sell(shop, ['hal@example.org']);
  const turns = await Promise.all([recordAll(shop.parts), recordAll(shop.parts)]);
  const changes = turns.flat().map((turn) => ('changes' in turn ? turn.changes : 0));
  assert.equal(
    changes.reduce((a, b) => a + b),
    1,
  );
});

test('what only a newer version knows is left to it, and what came before is recorded', async () => {
  const [known] = await sell(shop, ['ivy@example.org']);
  const log = orderLogKey(0);
  const { position } = await rowOf(shop);
  for (const [version, letter, error] of [
    ['1', 'z', NewerOrderError],
    ['2', 'c', NewerLogEntryError],
  ] as const) {
    const changes = `${known!.id}:c${letter}:clerk`;
    const entry = ['XADD', log, '*', 'v', version, 'changes', changes];
    const id = String(await shop.ledger.redis.command(log, entry));
    await sell(shop, ['ivy@example.org']);
    await assert.rejects(recordAll(shop.parts), error);
    assert.ok(await orderRow(known!.id));
    await shop.ledger.redis.command(log, ['XDEL', log, id]);
    await recordAll(shop.parts);
  }
  assert.notEqual((await rowOf(shop)).position, position);
});

test('nothing is recorded that replicas do not have', async () => {
  const [order] = await sell(shop, ['joe@example.org']);
  await assert.rejects(recordAll({ ...shop.parts, replicas: 1 }), /0 of 1 replicas/);
  assert.equal(await orderRow(order!.id), undefined);
  await recordAll(shop.parts);
  assert.ok(await orderRow(order!.id));
});

test('an order whose record cannot be read holds up no other', async () => {
  const [broken, whole] = await sell(shop, ['kit@example.org', 'leo@example.org']);
  await shop.ledger.redis.command('', ['HSET', ...orderAddress(0, broken!.id), 'nonsense']);
  const [turn] = await recordAll(shop.parts);
  assert.deepEqual('unreadable' in turn! && turn.unreadable, [broken!.id]);
  assert.equal(await orderRow(broken!.id), undefined);
  assert.ok(await orderRow(whole!.id));
});

test('a record that no table takes keeps no other order of its shard from being recorded', async () => {
  await recordAll(shop.parts);
  const [spoilt, good] = await sell(shop, ['eve@example.org', 'fay@example.org']);
  // The last one goes to the first of them.
  const [, rejected] = await sell(shop, ['gil@example.org', 'hal@example.org'], 'sole:1');
  await spoil(spoilt!.id, '"USD"', 'null');
  await spoil(rejected!.id, '"show-7"', 'null');
  const { rejected: before } = await rowOf(shop);
  const turns = await recordAll(shop.parts);
  const unreadable = turns.flatMap((turn) => ('unreadable' in turn ? turn.unreadable : []));
  assert.deepEqual(unreadable, [spoilt!.id]);
  assert.equal((await orderRow(good!.id))?.status, 'confirmed');
  assert.equal((await rowOf(shop)).rejected, before + 1);
});

test('a payment is recorded as Redis has it, though a later one was recorded before it was set back', async () => {
  const [sold] = await sell(shop, ['jim@example.org']);
  await recordAll(shop.parts);
  const orderId = await bringBack(sold!.id);
  await recordAll(shop.parts);
  const payments = shop.db.updateTable('records.payments').where('order_id', '=', orderId);
  await payments.set({ revision: 5, record: '{"revision":5,"attempts":[]}' }).execute();
  const { payment, archived } = (await readPayment(shop.ledger, orderId)) ?? {};
  const change = { before: payment, after: payment, dueInMs: undefined, archived };
  assert.equal(await writePayment(shop.ledger, orderId, change), 'written');
  await recordAll(shop.parts);
  const recorded = shop.db.selectFrom('records.payments').selectAll();
  const [row] = await recorded.where('order_id', '=', orderId).execute();
  assert.equal(row?.revision, 2);
});

test('a turn does not wait for long for rows that somebody else has locked', async () => {
  await sell(shop, ['ivy@example.org']);
  await recordAll(shop.parts);
  const [order] = await sell(shop, ['Ivy@example.org']);
  await shop.db.transaction().execute(async (tx) => {
    await sql`select from records.people where address = 'ivy@example.org' for update`.execute(tx);
    await assert.rejects(recordShard(shop.parts, 0), isRecordsOutage);
  });
  await recordAll(shop.parts);
  assert.equal((await orderRow(order!.id))?.status, 'confirmed');
});

async function spoil(orderId: string, part: string, by: string): Promise<void> {
  const [key, field] = orderAddress(0, orderId);
  const record = String(await shop.redis.command('HGET', key, field));
  assert.ok(record.includes(part), record);
  await shop.redis.command('HSET', key, field, record.replace(part, by));
}
