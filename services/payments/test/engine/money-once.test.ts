import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finishOrders, writePayment } from '@onsale/ledger';
import { startPayment } from '../../src/buyer/start-attempt.ts';
import { workOnPayment } from '../../src/engine/work-on-payment.ts';
import type { ProviderRefund } from '../../src/provider/provider.ts';
import { askRefund } from '../../src/staff/ask-refund.ts';
import { markPaid } from '../../src/staff/mark-paid.ts';
import { learnPayment } from '../../src/webhooks/learn-payment.ts';
import { openPayments, type TestPayments } from '../open-payments.ts';
import { interrupted } from './broken-ledger.ts';

const fresh = await openPayments();
const HOUR_MS = 3_600_000;

/** An order whose money comes after its hold. */
async function paidLate({ work, provider, hold, endHold, expire }: TestPayments) {
  const orderId = await hold();
  await startPayment(work, orderId);
  const { checkoutId } = provider.last;
  await endHold(orderId);
  await workOnPayment(work, orderId);
  await expire(orderId);
  return { orderId, pay: () => learnPayment(work, provider.pay(checkoutId)) };
}

/** An order that is paid and has its tickets. */
async function confirmed({ work, provider, hold }: TestPayments) {
  const orderId = await hold();
  await startPayment(work, orderId);
  await learnPayment(work, provider.pay(provider.last.checkoutId));
  await workOnPayment(work, orderId);
  return orderId;
}

/** As a record is some hours later. */
async function letHoursPass({ work, read }: TestPayments, orderId: string): Promise<void> {
  const { payment } = await read(orderId);
  const refunds = payment.refunds.map((refund) => {
    const { nextAtMs: _next, ...rest } = refund;
    return { ...rest, askedAtMs: refund.askedAtMs - 25 * HOUR_MS };
  });
  await writePayment(work.ledger, orderId, {
    before: payment,
    after: { ...payment, refunds },
    dueInMs: 0,
  });
}

const refund = (paymentId: string, amountMinor: number): ProviderRefund => ({
  ...{ id: 'by-dashboard', paymentId, amountMinor, currency: 'EUR', state: 'done' },
  createdAtMs: Date.now(),
});

test('late money does not go back when another process has got the tickets for it', async () => {
  const payments = await fresh();
  const { work, provider, hold, read, endHold, expire } = payments;
  const { orderId, pay } = await paidLate(payments);
  const others: string[] = [];
  for (let i = 0; i < 5; i++) others.push(await hold());
  await pay();
  const cause = provider.last.paymentId ?? '';
  const ledger = interrupted(work.ledger, 'finish', async () => {
    for (const other of others.slice(0, 1)) {
      await endHold(other);
      await expire(other);
    }
    // The other process is killed before it can store what it did.
    const step = { orderId, step: 'confirm', cause } as const;
    assert.deepEqual(await finishOrders(work.ledger, 0, [step]), ['done']);
  });
  await workOnPayment({ ...work, ledger }, orderId);
  const { order, payment } = await read(orderId);
  assert.deepEqual(
    [order.status, payment.attempts[0]?.use, payment.refunds],
    ['confirmed', 'tickets', []],
  );
});

test('a refund of part of the money is not sent twice when its key is forgotten', async () => {
  const payments = await fresh();
  const { work, provider, read } = payments;
  const orderId = await confirmed(payments);
  await assert.rejects(askRefund(work, orderId, { id: 'money-back-1' }), {
    code: 'NOT_REFUNDABLE',
  });
  await askRefund(work, orderId, { id: 'one', tickets: [{ ticketId: 'adult', number: 1 }] });
  provider.fail('refund', { fail: 'unavailable', isDone: true });
  await workOnPayment(work, orderId);
  await letHoursPass(payments, orderId);
  provider.forgetKeys();
  provider.fail('read', { fail: 'unavailable' });
  await workOnPayment(work, orderId);
  assert.equal(provider.last.refunds.length, 1);
  await letHoursPass(payments, orderId);
  await workOnPayment(work, orderId);
  const { payment } = await read(orderId);
  assert.deepEqual([payment.refunds.length, payment.refunds[0]?.state], [1, 'done']);
  assert.equal(provider.last.refunds.length, 1);
});

test('nor when the process that had sent it was killed', async () => {
  const payments = await fresh();
  const { work, provider, read } = payments;
  const orderId = await confirmed(payments);
  await askRefund(work, orderId, { id: 'one', tickets: [{ ticketId: 'adult', number: 1 }] });
  const { payment } = await read(orderId);
  await workOnPayment(work, orderId);
  const refunds = payment.refunds.map((each) => ({ ...each, isSent: true }));
  const { payment: before } = await read(orderId);
  await writePayment(work.ledger, orderId, { before, after: { ...payment, refunds }, dueInMs: 0 });
  await letHoursPass(payments, orderId);
  provider.forgetKeys();
  await workOnPayment(work, orderId);
  assert.equal(provider.last.refunds.length, 1);
  assert.equal((await read(orderId)).payment.refunds[0]?.state, 'done');
});

test('when the seller was faster with a part, the rest goes back', async () => {
  const payments = await fresh();
  const { work, provider, hold, read } = payments;
  const orderId = await hold();
  await startPayment(work, orderId);
  const { checkoutId } = provider.last;
  await learnPayment(work, provider.pay(checkoutId, { amountMinor: 3000 }));
  const { paymentId = '' } = provider.last;
  provider.change(checkoutId, { refunds: [refund(paymentId, 1000)] });
  await workOnPayment(work, orderId);
  const { payment } = await read(orderId);
  assert.deepEqual(payment.refunds.map(({ amountMinor, state }) => [amountMinor, state]).sort(), [
    [1000, 'done'],
    [2000, 'done'],
  ]);
  assert.equal(provider.last.refunds.length, 2);
});

test('money that has gone back before gets no tickets', async () => {
  const { work, provider, hold, read } = await fresh();
  const orderId = await hold();
  await startPayment(work, orderId);
  const { checkoutId, amountMinor } = provider.last;
  const { paymentId = '' } = provider.pay(checkoutId);
  await learnPayment(
    work,
    provider.change(checkoutId, { refunds: [refund(paymentId, amountMinor)] }),
  );
  await workOnPayment(work, orderId);
  const { order, payment } = await read(orderId);
  assert.deepEqual([order.status, payment.refunds.length], ['held', 1]);
});

test('a dispute is looked at until it is decided, also when no message comes', async () => {
  const payments = await fresh();
  const { work, provider, read } = payments;
  const orderId = await confirmed(payments);
  const { checkoutId, paymentId = '' } = provider.last;
  const dispute = { id: 'dp_1', paymentId, amountMinor: 4000, currency: 'EUR' };
  const told = provider.change(checkoutId, {
    disputes: [{ ...dispute, state: 'needs_response' }],
  });
  await learnPayment(work, told);
  await workOnPayment(work, orderId);
  const score = await work.ledger.redis.command('{s0}', ['ZSCORE', '{s0}:payments-due', orderId]);
  assert.ok(Number(score) > Date.now() && Number(score) < Date.now() + 24 * HOUR_MS);
  provider.change(checkoutId, { disputes: [{ ...dispute, state: 'won' }] });
  const { payment } = await read(orderId);
  const disputes = payment.disputes.map(({ nextAtMs: _next, ...rest }) => rest);
  await writePayment(work.ledger, orderId, {
    before: payment,
    after: { ...payment, disputes },
    dueInMs: 0,
  });
  await workOnPayment(work, orderId);
  assert.equal((await read(orderId)).payment.disputes[0]?.state, 'won');
});

test('an order with an open page stays held beyond its deadline, whoever has ended that', async () => {
  const { work, hold, read } = await fresh();
  const orderId = await hold();
  await startPayment(work, orderId);
  // A process that had seen only the attempt before, which had failed.
  await finishOrders(work.ledger, 0, [{ orderId, step: 'return-payment' }]);
  await workOnPayment(work, orderId);
  assert.notEqual((await read(orderId)).order.giveUpAtMs, undefined);
});

test('a refund of what was paid by hand never goes to the provider', async () => {
  const { work, provider, hold, read } = await fresh();
  const orderId = await hold({ paymentMethod: 'manual' });
  await markPaid(work, orderId, 'statement-1');
  // The loop is faster than the request that asked.
  const ledger = interrupted(work.ledger, 'write_payment', async () => {
    await workOnPayment(work, orderId);
  });
  await askRefund({ ...work, ledger }, orderId, { id: 'all' });
  await workOnPayment(work, orderId);
  const { order, payment } = await read(orderId);
  assert.deepEqual([order.status, payment.refunds[0]?.state], ['refunded', 'done']);
  assert.deepEqual(provider.calls, []);
});

test('money is not refunded by people while it is being decided about, and then in its currency', async () => {
  const { work, provider, hold, read } = await fresh();
  const orderId = await hold();
  await startPayment(work, orderId);
  await learnPayment(work, provider.pay(provider.last.checkoutId, { currency: 'JPY' }));
  await assert.rejects(askRefund(work, orderId, { id: 'all' }), { code: 'NOT_REFUNDABLE' });
  provider.fail('refund', { fail: 'refused' });
  await workOnPayment(work, orderId);
  assert.equal((await read(orderId)).payment.refunds[0]?.state, 'failed');
  await askRefund(work, orderId, { id: 'all' });
  await workOnPayment(work, orderId);
  assert.deepEqual(
    provider.last.refunds.map(({ amountMinor, currency }) => [amountMinor, currency]),
    [[4000, 'JPY']],
  );
});

test('where everything is paid by hand, nothing is left to look at', async () => {
  const { work, server, hold } = await fresh();
  const orderId = await hold({ paymentMethod: 'manual' });
  await markPaid(work, orderId, 'statement-1');
  assert.equal(await server.command('ZCARD', '{s0}:payments-due'), 0);
  await askRefund(work, orderId, { id: 'all' });
  assert.equal(await server.command('ZCARD', '{s0}:payments-due'), 0);
});

test('a refund that waits for balance is tried at once when it is asked for again', async () => {
  const payments = await fresh();
  const { work, provider, read } = payments;
  const orderId = await confirmed(payments);
  provider.fail('refund', { fail: 'no_balance' });
  await askRefund(work, orderId, { id: 'all' });
  await workOnPayment(work, orderId);
  const stateOf = async () => (await read(orderId)).payment.refunds[0]?.state;
  assert.equal(await stateOf(), 'waiting_for_balance');
  await workOnPayment(work, orderId);
  assert.equal(await stateOf(), 'waiting_for_balance', 'not before its time');
  await askRefund(work, orderId, { id: 'all' });
  await workOnPayment(work, orderId);
  assert.equal(await stateOf(), 'done');
  assert.equal(provider.last.refunds.length, 1);
});
