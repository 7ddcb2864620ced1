import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPayment } from '../../src/buyer/start-attempt.ts';
import { workOnPayment } from '../../src/engine/work-on-payment.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { askRefund } from '../../src/staff/ask-refund.ts';
import { learnPayment } from '../../src/webhooks/learn-payment.ts';
import { openPayments } from '../open-payments.ts';

const fresh = await openPayments();

test('money that goes back while the provider tells its list is no finding', async () => {
  const { work, provider, hold, read } = await fresh();
  const orderId = await hold();
  await startPayment(work, orderId);
  await learnPayment(work, provider.pay(provider.last.checkoutId));
  await workOnPayment(work, orderId);

  const list = provider.listPayments.bind(provider);
  provider.listPayments = async (request) => {
    const page = structuredClone(await list(request));
    await askRefund(work, orderId, { id: 'all' });
    await workOnPayment(work, orderId);
    return page;
  };
  const period = { fromMs: Date.now() - 60_000, toMs: Date.now() + 60_000 };
  const { findings, checkedPayments } = await reconcile({ work, found() {} }, period);
  assert.deepEqual([findings, checkedPayments], [[], 1]);
  assert.equal((await read(orderId)).payment.refunds[0]?.state, 'done');
});
