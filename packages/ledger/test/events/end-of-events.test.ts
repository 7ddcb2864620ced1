import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applyCatalog,
  archiveOneEvent,
  audit,
  cancelEvent,
  changeEventStatus,
  finishOrders,
  poolsKey,
  readEvent,
  readOrder,
  readStock,
  stockKey,
  writeEvent,
} from '../../src/index.ts';
import * as keys from '../../src/keys.ts';
import { catalogOf, hold, orderOf, place, settleAll, startLedgerRedis } from '../test-ledger.ts';
import { documentOf, refused, ticketOf, write } from './test-event.ts';

const { server, freshLedger } = await startLedgerRedis();

test('a cancelled event releases its holds, and only its own', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await applyCatalog(ledger, catalogOf({ other: 10 }, { eventId: 'show-34' }), { force: true });
  const first = await hold(ledger, 'adult:2');
  const second = await hold(ledger, 'adult:3');
  const foreign = await hold(ledger, 'other:1', { eventId: 'show-34' });
  const paying = await hold(ledger, 'adult:1');
  await finishOrders(ledger, 0, [{ orderId: paying.id, step: 'open-payment', giveUpMs: 60_000 }]);
  await place(ledger, orderOf('adult:1'));

  const result = await cancelEvent(ledger, 'show-7', { revision: 1 });
  assert.deepEqual([result.outcome, 'released' in result && result.released], ['done', 2]);
  for (const { id } of [first, second]) {
    assert.equal((await readOrder(ledger, id))?.status, 'cancelled');
  }
  assert.equal((await readOrder(ledger, foreign.id))?.status, 'held');
  // Its payment ends elsewhere, and the money is refused.
  assert.equal((await readOrder(ledger, paying.id))?.status, 'held');
  const paid = { orderId: paying.id, step: 'confirm', cause: 'payment-1' } as const;
  assert.deepEqual(await finishOrders(ledger, 0, [paid]), ['event-cancelled']);
  assert.deepEqual(await settleAll(ledger), ['rejected']);

  const again = await cancelEvent(ledger, 'show-7');
  assert.deepEqual([again.outcome, 'released' in again && again.released], ['already', 0]);
  assert.deepEqual((await audit(ledger)).problems, []);
});

test('cancelling an event fails when its held orders cannot be read', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const { id } = await hold(ledger, 'adult:2');
  const { redis } = ledger;
  const command: typeof redis.command = async (key, parts) => {
    if (parts[0] === 'HGET') throw new Error('read ECONNRESET');
    return await redis.command(key, parts);
  };
  const unread = cancelEvent({ ...ledger, redis: { ...redis, command } }, 'show-7');
  await assert.rejects(unread, /ECONNRESET/);
  // Repeating it goes on where it stopped.
  const again = await cancelEvent(ledger, 'show-7');
  assert.deepEqual([again.outcome, 'released' in again && again.released], ['already', 1]);
  assert.equal((await readOrder(ledger, id))?.status, 'cancelled');
});

test('an event is not archived before it is closed, nor while it has orders', async () => {
  const ledger = await freshLedger({ adult: 10 });
  refused(await archiveOneEvent(ledger, 'nowhere'), 'EVENT_NOT_FOUND');
  refused(await archiveOneEvent(ledger, 'show-7'), 'STEP_REFUSED');
  await place(ledger, orderOf('adult:1'));
  await changeEventStatus(ledger, 'show-7', { step: 'close' });
  refused(await archiveOneEvent(ledger, 'show-7'), 'ORDERS_LEFT');
  await settleAll(ledger);
  refused(await archiveOneEvent(ledger, 'show-7'), 'ORDERS_LEFT');
  assert.equal((await readEvent(ledger, 'show-7'))?.status, 'closed');
  assert.equal((await readStock(ledger, 0)).get('adult')?.sold, 1);
});

test("an event that is on sale by Redis' clock is not archived", async (t) => {
  const ledger = await freshLedger({ adult: 10 });
  t.mock.method(Date, 'now', () => Date.parse('2087-07-01T00:00:00Z'));
  refused(await archiveOneEvent(ledger, 'show-7'), 'STEP_REFUSED');
});

test('an archived event keeps its document, and its stock has gone', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await changeEventStatus(ledger, 'show-7', { step: 'close' });
  refused(await archiveOneEvent(ledger, 'show-7', { revision: 1 }), 'REVISION_CHANGED');
  const result = await archiveOneEvent(ledger, 'show-7', { revision: 2 });
  assert.equal(result.outcome, 'done');
  const event = await readEvent(ledger, 'show-7');
  assert.deepEqual([event?.status, event?.document.name], ['archived', 'Show']);
  assert.equal(await server.command('HLEN', stockKey(0)), 0);
  assert.equal((await archiveOneEvent(ledger, 'show-7')).outcome, 'already');
});

test('a ticket id of an archived event is never used again', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await changeEventStatus(ledger, 'show-7', { step: 'close' });
  assert.equal((await archiveOneEvent(ledger, 'show-7')).outcome, 'done');
  const next = { ...documentOf({ tickets: [ticketOf('child'), ticketOf('adult')] }), id: 'show-8' };
  const { details } = refused(await writeEvent(ledger, next, { revision: 0 }), 'STOCK_CONFLICT');
  const message = 'ticket adult already belongs to an archived event; give it a new id';
  assert.deepEqual(details, [{ path: 'tickets[1].id', message }]);
  assert.equal(await readEvent(ledger, 'show-8'), undefined);
});

test('pools and ticket types that were withdrawn are archived with their event', async () => {
  const ledger = await freshLedger();
  const pools = [{ id: 'hall', capacity: 12 }];
  const child = ticketOf('child');
  await write(ledger, documentOf({ pools, tickets: [ticketOf('adult', { pool: 'hall' }), child] }));
  await write(ledger, documentOf({ tickets: [child] }), 1);
  await changeEventStatus(ledger, 'show-7', { step: 'close' });
  assert.equal((await archiveOneEvent(ledger, 'show-7')).outcome, 'done');
  assert.equal(await server.command('EXISTS', stockKey(0), poolsKey(0)), 0);
});

test('an archived event takes its line and its codes along, and only its own', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const named = Object.entries(keys).filter(([name]) => /^(line\w+|line|codes)Key$/.test(name));
  const keysOf = (eventId: string) =>
    named.map(([, key]) => (key as typeof keys.codesKey)(0, eventId));
  assert.ok(named.length > 10);
  for (const eventId of ['show-7', 'show-70']) {
    for (const key of keysOf(eventId)) await server.command('SET', key, 'something');
  }
  await changeEventStatus(ledger, 'show-7', { step: 'close' });
  assert.equal((await archiveOneEvent(ledger, 'show-7')).outcome, 'done');
  assert.equal(await server.command('EXISTS', ...keysOf('show-7')), 0);
  assert.equal(await server.command('EXISTS', ...keysOf('show-70')), keysOf('show-70').length);
});
