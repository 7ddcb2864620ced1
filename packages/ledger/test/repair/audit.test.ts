import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editOrder, ORDER_ITEMS, ORDER_STATE } from '@onsale/testing';
import {
  applyCatalog,
  audit,
  type AuditReport,
  type Ledger,
  orderAddress,
  orderHandle,
  placeOrders,
  settleOrders,
  shardOf,
} from '../../src/index.ts';
import { catalogOf, orderOf, place, read, settleAll, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

/** A sale with a confirmed (2 of 5 adults), a rejected and a pending order. */
async function sale() {
  const ledger = await freshLedger({ adult: 5, child: 5 });
  const [confirmed, rejected] = [orderOf('adult:2'), orderOf('adult:4')];
  const pending = orderOf('child:1');
  await place(ledger, confirmed, rejected);
  await settleAll(ledger);
  await place(ledger, pending);
  return { ledger, confirmed: confirmed.id, rejected: rejected.id, pending: pending.id };
}

const setState = (orderId: string, text: string) =>
  editOrder(server, orderId, { place: ORDER_STATE, text });
const setItems = (orderId: string, text: string) =>
  editOrder(server, orderId, { place: ORDER_ITEMS, text });

async function problems(ledger: Ledger): Promise<string[]> {
  return (await audit(ledger)).problems;
}

test('an untampered ledger is clean, and its numbers are exact', async () => {
  const { ledger } = await sale();
  const report: AuditReport = await audit(ledger);
  assert.deepEqual(report, {
    tickets: [
      {
        ...{ ticketId: 'adult', rehearsal: false },
        ...{ capacity: 5, remaining: 3, held: 0, sold: 2, soldInOrders: 2 },
      },
      {
        ...{ ticketId: 'child', rehearsal: false },
        ...{ capacity: 5, remaining: 5, held: 0, sold: 0, soldInOrders: 0 },
      },
    ],
    pools: [],
    archivedOrders: 0,
    orders: {
      ...{ total: 3, pending: 1, held: 0, confirmed: 1, rejected: 1 },
      ...{ expired: 0, cancelled: 0, refunded: 0, unknown: 0 },
    },
    backlog: 1,
    deadLetters: 0,
    exact: true,
    problems: [],
  });
});

test('an audit with pauses finds the same, and can be aborted', async () => {
  const { ledger } = await sale();
  const report = await audit(ledger, { pauseMs: 1 });
  assert.deepEqual(report, await audit(ledger));
  const stopping = new AbortController();
  const onProgress = () => stopping.abort(new Error('aborted'));
  const stopped = audit(ledger, { signal: stopping.signal, onProgress });
  await assert.rejects(stopped, /aborted/);
});

test('an empty ledger is clean', async () => {
  const ledger = await freshLedger({}, 3);
  assert.deepEqual(await problems(ledger), []);
});

test('an order being settled is clean', async () => {
  const { ledger } = await sale();
  await read(ledger);
  assert.deepEqual(await problems(ledger), []);
});

test('stock from nowhere is found', async () => {
  const { ledger } = await sale();
  await server.command('HINCRBY', '{s0}:stock', 'adult:remaining', '1');
  assert.deepEqual(await problems(ledger), [
    'ticket adult: remaining 4 + held 0 + sold 2 does not equal its capacity 5',
  ]);
});

test('a sale without an order is found', async () => {
  const { ledger } = await sale();
  await server.command('HSET', '{s0}:stock', 'adult:remaining', '2', 'adult:sold', '3');
  assert.deepEqual(await problems(ledger), [
    'ticket adult: confirmed orders hold 2, but the books say 3 sold',
  ]);
});

test('more tickets in orders than were sold (overselling) are found', async () => {
  const { ledger, confirmed } = await sale();
  await setItems(confirmed, 'adult:9:1000:adult');
  assert.deepEqual(await problems(ledger), [
    'ticket adult: confirmed orders hold 9, but the books say 2 sold',
  ]);
});

test('negative and broken books are found', async () => {
  const { ledger } = await sale();
  await server.command('HSET', '{s0}:stock', 'adult:remaining', '-1', 'adult:sold', '6');
  assert.ok((await problems(ledger)).includes('ticket adult: remaining is -1'));
  await server.command('HSET', '{s0}:stock', 'adult:remaining', 'many', 'adult:sold', '2');
  assert.ok((await problems(ledger)).includes('ticket adult: remaining is NaN'));
});

test('sold tickets without books are found', async () => {
  const { ledger } = await sale();
  const fields = ['capacity', 'remaining', 'held', 'sold'].map((book) => `adult:${book}`);
  await server.command('HDEL', '{s0}:stock', ...fields);
  assert.deepEqual(await problems(ledger), ['ticket adult: 2 sold, but it has no books']);
});

test('a deleted order of any status is detected', async () => {
  for (const status of ['confirmed', 'rejected', 'pending'] as const) {
    const { ledger, ...orders } = await sale();
    await server.command('HDEL', ...orderAddress(0, orders[status]));
    const found = await problems(ledger);
    assert.ok(found.includes('2 orders were placed, but the counter says 3'), found.join());
  }
});

test('a status changed by hand is found', async () => {
  const forged = [
    ['confirmed', 's1', '0 orders were confirmed, but the counter says 1'],
    ['rejected', 'c1', 'ticket adult: confirmed orders hold 6, but the books say 2 sold'],
    ['pending', 'c1', 'ticket child: confirmed orders hold 1, but the books say 0 sold'],
    ['pending', 'f1', '2 orders were rejected, but the counter says 1'],
  ] as const;
  for (const [was, is, problem] of forged) {
    const { ledger, ...orders } = await sale();
    await setState(orders[was], is);
    const found = await problems(ledger);
    assert.ok(found.includes(problem), found.join());
  }
});

test('a confirmed order set back to pending is found', async () => {
  const { ledger, confirmed } = await sale();
  await setState(confirmed, 'p');
  const lost = `order ${orderHandle(confirmed)} is pending, but no stream entry points to it`;
  assert.ok((await problems(ledger)).includes(lost));
});

test('orders in states of a newer version are counted and are not a problem', async () => {
  const { ledger, confirmed, rejected } = await sale();
  await setState(confirmed, 'z1780833652281;seat');
  await setState(rejected, 'y');
  const report = await audit(ledger);
  assert.deepEqual(report.problems, []);
  assert.deepEqual([report.orders.unknown, report.orders.confirmed], [2, 0]);
});

test('orders that were settled while the clock of Redis was ahead are clean', async () => {
  const { ledger, confirmed, rejected } = await sale();
  const laterMs = Date.now() + 3_600_000;
  await setState(confirmed, `c${laterMs}`);
  await setState(rejected, `s${laterMs}`);
  assert.deepEqual(await problems(ledger), []);
});

test('held tickets are compared with the held book', async () => {
  const { ledger, confirmed } = await sale();
  await setState(confirmed, 'h1780833652281/1780833652282');
  await server.command('ZADD', '{s0}:holds', '1780833652282', confirmed);
  await server.command('HSET', '{s0}:counts', 'held', '1', 'confirmed', '0');
  assert.deepEqual(await problems(ledger), [
    'ticket adult: confirmed orders hold 0, but the books say 2 sold',
    'ticket adult: held orders hold 2, but the books say 0 held',
  ]);
  await server.command('HSET', '{s0}:stock', 'adult:held', '2', 'adult:sold', '0');
  assert.deepEqual(await problems(ledger), []);
});

test('a stranded entry is found', async () => {
  const { ledger, pending } = await sale();
  const [entry] = await read(ledger, { consumer: 'dead' });
  await server.command('XGROUP', 'DELCONSUMER', '{s0}:order-stream', 'workers', 'dead');
  assert.deepEqual(await problems(ledger), [
    `entry ${entry?.id} of order ${orderHandle(pending)} was delivered, but no worker has it`,
  ]);
});

test('an unreadable status and unreadable items are found', async () => {
  const { ledger, confirmed, rejected } = await sale();
  await setState(rejected, '?');
  await setItems(confirmed, 'nonsense');
  const found = await problems(ledger);
  for (const [id, why] of [
    [rejected, 'an order has the malformed state ?'],
    [confirmed, 'malformed items in an order\'s record: "nonsense"'],
  ]) {
    assert.ok(
      found.includes(`order ${orderHandle(id ?? '')} cannot be read: ${why}`),
      found.join(),
    );
  }
});

test('what an order wanted that got nothing need not be readable', async () => {
  const { ledger, rejected } = await sale();
  await setItems(rejected, 'nonsense');
  assert.deepEqual(await problems(ledger), []);
});

test('an unreadable record is reported without its personal data', async () => {
  const { ledger, confirmed } = await sale();
  for (const record of ['{"name":"Ada","email":"ada@', '["c1","adult', '{"name":"Ada"}', 'Ada']) {
    await server.command('HSET', ...orderAddress(0, confirmed), record);
    const found = await problems(ledger);
    assert.ok(!found.join().includes(confirmed), 'what opens an order is told');
    const problem = found.find((each) => each.includes(orderHandle(confirmed))) ?? '';
    assert.match(problem, /cannot be read: its record is not an array that begins with a state$/);
  }
});

test('a pending order whose entry was removed from the stream is found', async () => {
  const { ledger, pending } = await sale();
  const [entry] = await read(ledger);
  await server.command('XDEL', '{s0}:order-stream', entry?.id ?? '');
  assert.deepEqual(await problems(ledger), [
    `order ${orderHandle(pending)} is pending, but no stream entry points to it`,
  ]);
});

test('a changed counter is found', async () => {
  for (const count of ['placed', 'confirmed', 'rejected']) {
    const { ledger } = await sale();
    await server.command('HINCRBY', '{s0}:counts', count, '1');
    const found = await problems(ledger);
    assert.equal(found.length, 1);
    assert.match(String(found[0]), new RegExp(`orders were ${count}, but the counter says`));
  }
});

test('each shard is audited', async () => {
  const ledger = await freshLedger({}, 2);
  const eventId = ['a', 'b', 'c', 'd', 'e', 'f'].find((id) => shardOf(id, 2) === 1);
  assert.ok(eventId);
  await applyCatalog(ledger, catalogOf({ adult: 5 }, { eventId }));
  const orders = [orderOf('adult:1', { eventId, shard: 1 })];
  await placeOrders(ledger, 1, { orders, maxBacklog: 10 });
  const report = await audit(ledger);
  assert.deepEqual([report.problems, report.orders.pending, report.backlog], [[], 1, 1]);
  await server.command('HINCRBY', '{s1}:stock', 'adult:remaining', '-1');
  assert.equal((await problems(ledger)).length, 1);
});

test('more orders than fit on a page are all counted', async () => {
  const ledger = await freshLedger({ adult: 2000 });
  for (let placed = 0; placed < 1200; placed += 200) {
    const orders = Array.from({ length: 200 }, () => orderOf('adult:1'));
    await placeOrders(ledger, 0, { orders, maxBacklog: 2000 });
  }
  await settleOrders(ledger, 0, await read(ledger, { count: 100 }));
  const seen: number[] = [];
  const report = await audit(ledger, { onProgress: (orders) => seen.push(orders) });
  assert.deepEqual([report.problems, report.orders.total, report.backlog], [[], 1200, 1100]);
  assert.equal(seen.at(-1), 1200);
});

test('an audit during a sale finds nothing wrong', async () => {
  const ledger = await freshLedger({ adult: 100 });
  for (let i = 0; i < 50; i++) {
    const watched = problems(ledger);
    await place(ledger, orderOf('adult:1'), orderOf('adult:2'));
    await settleAll(ledger);
    assert.deepEqual(await watched, []);
  }
  const report = await audit(ledger);
  assert.deepEqual([report.problems, report.exact], [[], true]);
  assert.equal(report.tickets[0]?.remaining, 0);
});

test('an aborted audit stops', async () => {
  const { ledger } = await sale();
  await assert.rejects(audit(ledger, { signal: AbortSignal.abort() }), { name: 'AbortError' });
});
