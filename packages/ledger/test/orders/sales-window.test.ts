import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  countBacklog,
  eventKey,
  type NewOrder,
  readOrder,
  rulesField,
  stockKey,
} from '../../src/index.ts';
import { EVENT_ID, orderOf, place, putEvent, settleAll, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

const PLACED = { outcome: 'placed' } as const;
const offSale = (why: string, ticketId = 'adult') => ({ outcome: 'not-on-sale', ticketId, why });

async function redisNowMs(): Promise<number> {
  const [seconds, microseconds] = (await server.command('TIME')) as [string, string];
  return Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
}

test('tickets are ordered within their sales window only, by the clock of Redis', async () => {
  const ledger = await freshLedger({ adult: 5, child: 5 });
  const nowMs = await redisNowMs();
  const minute = 60_000;
  for (const [window, expected] of [
    [[0, 0], PLACED],
    [[nowMs - minute, 0], PLACED],
    [[0, nowMs + minute], PLACED],
    [[nowMs - minute, nowMs + minute], PLACED],
    [[nowMs + minute, 0], { ...offSale('early'), fromMs: nowMs + minute }],
    [[nowMs + minute, nowMs + 2 * minute], { ...offSale('early'), fromMs: nowMs + minute }],
    [[0, nowMs], offSale('over')],
    [[nowMs - 2 * minute, nowMs - minute], offSale('over')],
  ] as const) {
    await putEvent(ledger, ['adult'], { window });
    const order = orderOf('child:1,adult:1');
    assert.deepEqual(await place(ledger, order), [expected], String(window));
    const isStored = (await readOrder(ledger, order.id)) !== undefined;
    assert.equal(isStored, expected === PLACED);
  }
});

test('tickets are ordered only while their event is on sale', async () => {
  const ledger = await freshLedger({ adult: 5, child: 5 });
  await putEvent(ledger, ['adult'], { window: [0, 1] });
  await server.command('HDEL', stockKey(0), rulesField('child'));
  for (const why of ['draft', 'paused', 'closed', 'cancelled', 'archived']) {
    await server.command('HSET', eventKey(0, EVENT_ID), 'status', why);
    const orders = [orderOf('adult:1'), orderOf('child:1'), orderOf('child:1,adult:9')];
    assert.deepEqual(await place(ledger, ...orders), [offSale(why), PLACED, offSale(why)]);
  }
  await server.command('DEL', eventKey(0, EVENT_ID));
  assert.deepEqual(await place(ledger, orderOf('adult:1')), [offSale('gone')]);
});

test('a window that has ended since an order was placed does not keep it from being settled', async () => {
  const ledger = await freshLedger({ adult: 5 });
  await putEvent(ledger, ['adult']);
  await place(ledger, orderOf('adult:1'));
  await putEvent(ledger, ['adult'], { window: [0, 1], status: 'closed' });
  assert.deepEqual(await settleAll(ledger), ['confirmed']);
});

test('a request that was answered before the sale ended gets its answer again', async () => {
  const ledger = await freshLedger({ adult: 5 });
  await putEvent(ledger, ['adult']);
  const [first, again] = [
    orderOf('adult:1', { idempotencyKey: 'k' }),
    orderOf('adult:1', { idempotencyKey: 'k' }),
  ];
  await place(ledger, first);
  await putEvent(ledger, ['adult'], { status: 'closed' });
  assert.deepEqual(await place(ledger, first, again), [
    PLACED,
    { outcome: 'duplicate', orderId: first.id },
  ]);
});

test('a ticket type that says nothing of when it is sold is on sale', async () => {
  const ledger = await freshLedger({ adult: 5 });
  await server.command('HDEL', stockKey(0), rulesField('adult'));
  await server.command('DEL', eventKey(0, EVENT_ID));
  assert.deepEqual(await place(ledger, orderOf('adult:1')), [PLACED]);
  assert.deepEqual(await settleAll(ledger), ['confirmed']);
});

test('orders that an older worker must leave alone have entries of version 2', async () => {
  const ledger = await freshLedger({ adult: 9, child: 9, pooled: 9 });
  await putEvent(ledger, ['adult']);
  await putEvent(ledger, ['pooled'], { pool: 9 });
  const key = 'k'.repeat(22);
  const cases: [string, Partial<NewOrder>, string][] = [
    ['adult:1', {}, '1'],
    ['child:1', {}, '1'],
    ['adult:1', { extras: { fee: 20 } }, '1'],
    ['adult:1', { holdMs: 60_000 }, '2'],
    ['adult:1', { customerKey: key }, '2'],
    ['adult:1', { clientKey: key }, '2'],
    ['adult:1,pooled:1', {}, '2'],
  ];
  await place(ledger, ...cases.map(([wanted, changes]) => orderOf(wanted, changes)));
  const entries = (await server.command('XRANGE', '{s0}:order-stream', '-', '+')) as Entry[];
  assert.deepEqual(
    entries.map(([, fields]) => fields.slice(0, 2)),
    cases.map(([, , version]) => ['v', version]),
  );
  assert.equal(await countBacklog(ledger.redis, 0), cases.length);
  assert.deepEqual(new Set(await settleAll(ledger)), new Set(['confirmed', 'held']));
});

type Entry = [id: string, fields: string[]];

test('an order with an invalid hold or key is refused before anything is stored', async () => {
  const ledger = await freshLedger({ adult: 9 });
  const wrong: Partial<NewOrder>[] = [
    ...[0, -1, 1.5, Number.NaN, 1e15].map((holdMs) => ({ holdMs })),
    ...['', 'short', 'x'.repeat(23), '"'.repeat(22)].map((customerKey) => ({ customerKey })),
    { clientKey: 'short' },
  ];
  for (const changes of wrong) {
    const placing = place(ledger, orderOf('adult:1'), orderOf('adult:1', changes));
    await assert.rejects(placing, RangeError, JSON.stringify(changes));
  }
  assert.equal(await countBacklog(ledger.redis, 0), 0);
});
