import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '@onsale/contracts';
import {
  archivedPaymentsKey,
  audit,
  moveReader,
  readLog,
  readLogEnd,
  readPayment,
  readStock,
  registerReader,
  writePayment,
} from '@onsale/ledger';
import { startPayment } from '../../src/buyer/start-attempt.ts';
import { workOnPayment } from '../../src/engine/work-on-payment.ts';
import type { PaymentWork } from '../../src/engine/work-on-payment.ts';
import { sweepJob } from '../../src/jobs/sweep.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { askRefund, readKnown } from '../../src/staff/ask-refund.ts';
import { markPaid } from '../../src/staff/mark-paid.ts';
import { learnPayment } from '../../src/webhooks/learn-payment.ts';
import { openPayments, type TestPayments } from '../open-payments.ts';

const fresh = await openPayments();
const INDEX = archivedPaymentsKey(0);

/** An order of two tickets that is paid, has its tickets, and has left Redis. */
async function archived(shop: TestPayments): Promise<string> {
  const { work, provider, hold, archive } = shop;
  const orderId = await hold();
  await startPayment(work, orderId);
  await learnPayment(work, provider.pay(provider.last.checkoutId));
  await workOnPayment(work, orderId);
  assert.equal(await archive(orderId), true);
  return orderId;
}

const indexed = async ({ server }: TestPayments) =>
  (await server.command('HKEYS', INDEX)) as string[];

test('a refund of an order that has left Redis moves money only', async () => {
  const shop = await fresh();
  const { work, provider, ledger, read, archivePayments } = shop;
  await registerReader(ledger, 'recorder');
  const orderId = await archived(shop);
  const books = await readStock(ledger, 0);
  const { position } = await readLog(ledger, 0, { after: '0-0' });
  await askRefund(work, orderId, { id: 'one', amount: 15 });
  await workOnPayment(work, orderId);
  const { order, payment } = await read(orderId);
  assert.deepEqual(
    payment.refunds.map(({ id, state, amountMinor }) => [id, state, amountMinor]),
    [['one', 'done', 1500]],
  );
  assert.deepEqual([order.status, order.customer.email], ['confirmed', '(removed)']);
  assert.deepEqual(await readStock(ledger, 0), books);
  // Of an order that has left and whose money moves, the audit misses nothing.
  assert.ok((await audit(ledger)).problems.every((problem) => !problem.includes('order log')));
  const { changes } = await readLog(ledger, 0, { after: position });
  assert.ok(changes.every(({ from, to }) => from + to === 'cc'));
  assert.ok(changes.some(({ cause }) => cause === 'payment:refund-done'));

  // The same id is the same refund, also when the payment has left once more.
  await askRefund(work, orderId, { id: 'one', amount: 15 });
  assert.equal(await archivePayments(), 0, 'the recorder has not read all of it');
  await moveReader(ledger, 0, { reader: 'recorder', position: await readLogEnd(ledger, 0) });
  assert.equal(await archivePayments(), 1);
  assert.deepEqual(await indexed(shop), []);
  await askRefund(work, orderId, { id: 'one', amount: 15 });
  await workOnPayment(work, orderId);
  assert.deepEqual(await indexed(shop), []);
  await askRefund(work, orderId, { id: 'rest' });
  await workOnPayment(work, orderId);
  assert.deepEqual(
    provider.last.refunds.map(({ amountMinor }) => amountMinor),
    [1500, 2500],
  );
  await assert.rejects(askRefund(work, orderId, { id: 'more' }), { code: 'NOT_REFUNDABLE' });
});

test('tickets that are named say how much goes back, and go nowhere', async () => {
  const shop = await fresh();
  const { work, provider, ledger } = shop;
  const orderId = await archived(shop);
  const books = await readStock(ledger, 0);
  const tickets = [{ ticketId: 'adult', number: 1 }];
  const ask = (id: string, more: object) => askRefund(work, orderId, { id, ...more });
  await assert.rejects(ask('x', { tickets, restock: true }), /cannot go back on sale/);
  await ask('one', { tickets });
  await assert.rejects(ask('again', { tickets }), /has been refunded already/);
  await workOnPayment(work, orderId);
  await ask('other', { tickets: [{ ticketId: 'adult', number: 2 }] });
  await workOnPayment(work, orderId);
  assert.deepEqual(
    provider.last.refunds.map(({ amountMinor }) => amountMinor),
    [2000, 2000],
  );
  assert.deepEqual(await readStock(ledger, 0), books);
});

test('money that comes for an order that has left Redis goes back, and the provider is heard', async () => {
  const shop = await fresh();
  const { work, provider, read, archive, endHold, expire, hold } = shop;
  const paid = await archived(shop);
  const first = provider.last;
  // What is known changes nothing, and brings nothing back.
  assert.equal((await learnPayment(work, first)).learned, 'known');
  assert.deepEqual(await indexed(shop), []);
  const { paymentId = '', amountMinor, currency } = first;
  const disputes = [{ id: 'd', paymentId, amountMinor, currency, state: 'lost' as const }];
  assert.equal(
    (await learnPayment(work, provider.change(first.checkoutId, { disputes }))).learned,
    'news',
  );
  assert.equal((await read(paid)).payment.disputes[0]?.state, 'lost');
  await assert.rejects(askRefund(work, paid, { id: 'r' }), /a dispute has taken the money/);
  // A second time by the same page.
  const twice = { ...first, paymentId: 'pay_twice', disputes: [] };
  provider.checkouts.set('twice', { ...twice, state: 'paid' });
  await learnPayment(work, { ...twice, state: 'paid' });
  await workOnPayment(work, paid);
  assert.equal((await read(paid)).payment.refunds.at(-1)?.reason, 'twice');

  const late = await hold();
  await startPayment(work, late);
  const { checkoutId } = provider.last;
  await endHold(late);
  await workOnPayment(work, late);
  await expire(late);
  assert.equal(await archive(late), true);
  await learnPayment(work, provider.pay(checkoutId));
  await workOnPayment(work, late);
  const { order, payment } = await read(late);
  assert.deepEqual(
    [order.status, payment.attempts[0]?.use, payment.refunds[0]?.reason, payment.refunds[0]?.state],
    ['expired', 'refund', 'late', 'done'],
  );
});

test('a payment comes back once, whoever wants it at the same moment', async () => {
  const shop = await fresh();
  const { work, provider, read } = shop;
  const orderId = await archived(shop);
  const ids = Array.from({ length: 8 }, (_, i) => `refund-${i}`);
  await Promise.all(ids.map((id) => askRefund(work, orderId, { id, amount: 5 })));
  await Promise.all(ids.map(() => workOnPayment(work, orderId)));
  assert.deepEqual((await read(orderId)).payment.refunds.map(({ id }) => id).sort(), ids);
  assert.equal(provider.last.refunds.length, 8);
});

test('an order that has left Redis cannot be paid again, and is not unknown', async () => {
  const shop = await fresh();
  const orderId = await archived(shop);
  await assert.rejects(startPayment(shop.work, orderId), { code: 'ORDER_NOT_HELD' });
  assert.deepEqual(await indexed(shop), []);
});

test('nobody brings back what he read long ago', async () => {
  const shop = await fresh();
  const { work, ledger } = shop;
  const orderId = await archived(shop);
  const before = await readKnown(work, orderId);
  assert.ok((before.archived?.bringBackUntilMs ?? 0) > before.nowMs);
  const late = { record: before.archived?.record ?? '', bringBackUntilMs: before.nowMs - 1 };
  const change = { before: before.payment, after: before.payment, dueInMs: 0 };
  assert.equal(await writePayment(ledger, orderId, { ...change, archived: late }), 'changed');
  // Nor does a look at what is due bring anything back.
  const look = { before: before.payment, dueInMs: 0, archived: before.archived };
  assert.equal(await writePayment(ledger, orderId, look), 'no-such-order');
  assert.deepEqual(await indexed(shop), []);
});

test('a payment stays while money is under way, for an hour, and until it is recorded', async () => {
  const shop = await fresh();
  const { work, provider, server, records, archivePayments } = shop;
  const orderId = await archived(shop);
  provider.fail('refund', { fail: 'no_balance' });
  await askRefund(work, orderId, { id: 'one', amount: 5 });
  await workOnPayment(work, orderId);
  assert.match(String(await server.command('HGET', INDEX, orderId)), /^\d{13} \["c/);
  assert.equal(await archivePayments(), 0);
  const { payment } = await readKnown(work, orderId);
  const refunds = payment?.refunds.map((refund) => ({ ...refund, nextAtMs: 0 })) ?? [];
  const after = { ...payment!, refunds };
  await writePayment(work.ledger, orderId, { before: payment, after, dueInMs: 0 });
  await workOnPayment(work, orderId);
  const known = records.get(orderId)!;
  records.delete(orderId);
  assert.equal(await archivePayments(), 0);
  records.set(orderId, known);
  assert.equal(await archivePayments(), 1);
});

test('a payment that changes while it is being archived stays', async () => {
  const shop = await fresh();
  const { work, provider, archivePayments } = shop;
  const orderId = await archived(shop);
  await askRefund(work, orderId, { id: 'one', amount: 5 });
  await workOnPayment(work, orderId);
  const ask = async () => await askRefund(work, orderId, { id: 'two', amount: 6 });
  assert.equal(await archivePayments(ask), 0);
  assert.deepEqual(await indexed(shop), [orderId]);
  await workOnPayment(work, orderId);
  assert.equal(await archivePayments(), 1);
  assert.deepEqual(
    provider.last.refunds.map(({ amountMinor }) => amountMinor),
    [500, 600],
  );
});

test('an order that is still held elsewhere has not left: it was lost here', async () => {
  const shop = await fresh();
  const { work, records, server, hold } = shop;
  const orderId = await archived(shop);
  const known = records.get(orderId)!;
  records.set(orderId, { ...known, record: known.record.replace('["c', '["h') });
  await assert.rejects(readKnown(work, orderId), { code: 'ORDER_NOT_FOUND' });
  // And what is newer than all that has left is not asked for.
  const other = await hold();
  records.set(other, { ...known, orderId: other });
  await server.command('DEL', `{s0}:orders:${other.slice(0, 8)}`);
  await server.command('HSET', '{s0}:archive', 'archivedTo', '00000000');
  assert.equal(await readPayment(work.ledger, other, work.readArchived), undefined);
});

test('what was paid by hand is refunded by hand, and is not marked as paid again', async () => {
  const shop = await fresh();
  const { work, provider, hold, archive, read } = shop;
  const orderId = await hold({ paymentMethod: 'manual' });
  await markPaid(work, orderId, 'statement-1');
  assert.equal(await archive(orderId), true);
  assert.equal(
    (await markPaid(work, orderId, 'statement-1')).payment?.markedPaid?.reference,
    'statement-1',
  );
  await assert.rejects(markPaid(work, orderId, 'statement-2'), /is archived; nothing was changed/);
  await askRefund(work, orderId, { id: 'one' });
  const { payment } = await read(orderId);
  assert.deepEqual(
    payment.refunds.map(({ state, amountMinor }) => [state, amountMinor]),
    [['done', 4000]],
  );
  assert.deepEqual(provider.calls, []);
});

test('while the office is away, all other payments go on, and nothing is taken for gone', async () => {
  const shop = await fresh();
  const { provider, hold, read } = shop;
  const away = new ApiError('ARCHIVE_UNAVAILABLE', 'the archive cannot be asked');
  let isAway = false;
  const readArchived: PaymentWork['readArchived'] = async (id) => {
    if (isAway) throw away;
    return shop.records.get(id);
  };
  const work = { ...shop.work, readArchived };
  const gone = await archived(shop);
  const { paymentId = '', amountMinor, currency, checkoutId } = provider.last;
  const disputes = [{ id: 'd', paymentId, amountMinor, currency, state: 'won' as const }];
  const told = provider.change(checkoutId, { disputes });
  const open = await hold();
  await startPayment(work, open);
  provider.pay(provider.last.checkoutId);

  isAway = true;
  await assert.rejects(learnPayment(work, told), away);
  const found: string[] = [];
  const parts = { work, everyMs: 1000, found: (id: string) => found.push(id), swept() {} };
  const job = sweepJob(parts);
  let mark: number | undefined;
  const turn = {
    ...{ markMs: 0, nowMs: Date.now() + 3_000_000, signal: new AbortController().signal },
    keep: async (moved?: number) => void (mark = moved ?? mark),
  };
  // Only what two sweeps find counts as lost by the webhooks.
  for (const _ of [1, 2]) await job.run(turn);
  assert.deepEqual(found, [open]);
  // The next sweep lists it again.
  assert.ok((mark ?? Infinity) <= told.createdAtMs);
  const period = { fromMs: 0, toMs: Date.now() + 1000 };
  await assert.rejects(reconcile({ work, found() {} }, period), away);

  isAway = false;
  for (const _ of [1, 2]) await job.run(turn);
  assert.equal((await read(gone)).payment.disputes[0]?.state, 'won');
  await workOnPayment(work, open);
  assert.deepEqual((await reconcile({ work, found() {} }, period)).findings, []);
});
