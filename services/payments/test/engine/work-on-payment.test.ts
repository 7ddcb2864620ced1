import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestCancel } from '@onsale/ledger';
import { startPayment } from '../../src/buyer/start-attempt.ts';
import { workOnPayment } from '../../src/engine/work-on-payment.ts';
import { learnPayment } from '../../src/webhooks/learn-payment.ts';
import { openPayments } from '../open-payments.ts';

const fresh = await openPayments();

test('an order is paid: its page opens once, and the money gets the tickets', async () => {
  const { work, provider, hold, read } = await fresh();
  const orderId = await hold();
  const { url } = await startPayment(work, orderId);
  assert.equal((await startPayment(work, orderId)).url, url);
  assert.equal((await read(orderId)).order.giveUpAtMs !== undefined, true);
  const learned = await learnPayment(work, provider.pay(provider.last.checkoutId));
  assert.deepEqual(learned, { learned: 'news', orderId });
  await workOnPayment(work, orderId);
  const { order, payment } = await read(orderId);
  assert.deepEqual([order.status, order.cause], ['confirmed', provider.last.paymentId]);
  assert.deepEqual([payment.attempts[0]?.use, payment.refunds.length], ['tickets', 0]);
  assert.deepEqual(provider.calls, [`start ${orderId}-1-checkout`]);
});

test('a cancelled order closes its page first', async () => {
  const { work, provider, hold, read } = await fresh();
  const orderId = await hold();
  await startPayment(work, orderId);
  assert.equal(await requestCancel(work.ledger, orderId), 'asked');
  await workOnPayment(work, orderId);
  assert.deepEqual(provider.calls.slice(1), [`expire ${orderId}-1-expire`]);
  const { order } = await read(orderId);
  assert.deepEqual([order.status, order.cause], ['cancelled', 'buyer']);
  provider.pay(provider.last.checkoutId);
  await learnPayment(work, provider.last);
  await workOnPayment(work, orderId);
  const { payment } = await read(orderId);
  assert.deepEqual(
    payment.refunds.map(({ state, reason }) => [state, reason]),
    [['done', 'cancelled']],
  );
});
