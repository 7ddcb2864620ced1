import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPayment } from '../../src/buyer/start-attempt.ts';
import { workOnPayment } from '../../src/engine/work-on-payment.ts';
import type { ProviderDispute } from '../../src/provider/provider.ts';
import { askRefund } from '../../src/staff/ask-refund.ts';
import { learnPayment } from '../../src/webhooks/learn-payment.ts';
import { openPayments, type TestPayments } from '../open-payments.ts';

const fresh = await openPayments();

/** An order that is paid with one cent. */
async function underpaid({ work, provider, hold }: TestPayments) {
  const orderId = await hold();
  await startPayment(work, orderId);
  const paid = provider.pay(provider.last.checkoutId, { amountMinor: 1 });
  await learnPayment(work, paid);
  return { orderId, paid };
}

test('a refund that a dispute is in the way of is made once the dispute is won', async () => {
  const payments = await fresh();
  const { work, provider, read } = payments;
  const { orderId, paid } = await underpaid(payments);
  const { checkoutId, paymentId = '' } = paid;
  const dispute = (state: ProviderDispute['state']) => ({
    disputes: [{ id: 'dp_1', paymentId, amountMinor: 1, currency: 'EUR', state }],
  });
  // The message about the dispute was lost.
  provider.change(checkoutId, dispute('needs_response'));
  provider.fail('refund', { fail: 'refused' });
  await workOnPayment(work, orderId);
  assert.equal((await read(orderId)).payment.refunds[0]?.state, 'asked');
  await learnPayment(work, provider.change(checkoutId, dispute('won')));
  await workOnPayment(work, orderId);
  assert.equal((await read(orderId)).payment.refunds[0]?.state, 'done');
  // A provider would replay its refusal to the same key.
  const asked = provider.calls.filter((call) => call.startsWith('refund '));
  assert.deepEqual([asked.length, new Set(asked).size], [2, 2]);
});

test('a refund for people goes to the money that should have gone back first', async () => {
  const payments = await fresh();
  const { work, provider, hold, read } = payments;
  const orderId = await hold();
  await startPayment(work, orderId);
  await learnPayment(work, provider.pay(provider.last.checkoutId));
  await workOnPayment(work, orderId);
  // Paid in another window as well, and the refund of that fails for good.
  const { orderUrl = '', amountMinor, currency, expiresAtMs } = provider.last;
  const page = { orderUrl, returnUrl: orderUrl, amountMinor, currency, expiresAtMs };
  await provider.startCheckout({ key: 'other', description: 'Show', ...page });
  const second = provider.pay(provider.last.checkoutId);
  await learnPayment(work, second);
  provider.fail('refund', { fail: 'refused' });
  await workOnPayment(work, orderId);
  const { payment } = await read(orderId);
  assert.deepEqual(
    payment.refunds.map(({ state, reason }) => [state, reason]),
    [['failed', 'twice']],
  );
  await askRefund(work, orderId, { id: 'by-hand' });
  await workOnPayment(work, orderId);
  const after = await read(orderId);
  assert.deepEqual(after.order.status, 'confirmed');
  assert.deepEqual(
    after.payment.refunds.map(({ paymentId, state }) => [paymentId === second.paymentId, state]),
    [
      [true, 'failed'],
      [true, 'done'],
    ],
  );
  // The next one is for the tickets.
  await askRefund(work, orderId, { id: 'everything' });
  await workOnPayment(work, orderId);
  assert.equal((await read(orderId)).order.status, 'refunded');
});
