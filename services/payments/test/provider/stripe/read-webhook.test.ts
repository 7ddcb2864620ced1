import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { WebhookError } from '../../../src/provider/provider.ts';
import { createStripe } from '../../../src/provider/stripe/stripe-provider.ts';
import { FAKE_KEY, FAKE_SECRET, StripeFake } from './stripe-fake.ts';

const SHOP = 'https://shop.example';
const ORDER = `${SHOP}/orders/o-1`;

let fake = await StripeFake.start();
after(() => fake.close());
beforeEach(async () => {
  await fake.close();
  fake = await StripeFake.start();
});

const provider = (changes: { webhookSecrets?: string[]; secretKey?: string } = {}) =>
  createStripe({
    ...{ secretKey: FAKE_KEY, webhookSecrets: [FAKE_SECRET], publicUrl: SHOP },
    ...{ paymentMethods: ['card'], apiUrl: fake.url, ...changes },
  });

async function open(orderUrl = ORDER): Promise<string> {
  const { checkoutId } = await provider().startCheckout({
    ...{ key: orderUrl, orderUrl, returnUrl: orderUrl, description: 'Fair' },
    ...{ amountMinor: 4550, currency: 'EUR', expiresAtMs: Date.now() + 35 * 60_000 },
  });
  return checkoutId;
}

const about = (type: string) => provider().readWebhook(fake.message(type)).about;

function refused(message: Parameters<ReturnType<typeof provider>['readWebhook']>[0], says: RegExp) {
  assert.throws(
    () => provider().readWebhook(message),
    (error) => {
      assert.ok(error instanceof WebhookError, String(error));
      assert.match(error.message, says);
      assert.doesNotMatch(error.message, /whsec|v1=|stripe-signature/);
      return true;
    },
  );
}

test('a paid checkout is told whole, under the id of its event', async () => {
  const checkoutId = await open();
  const { id: paymentId } = fake.books.pay(checkoutId);
  const message = fake.message('checkout.session.completed');
  const event = provider().readWebhook(message);
  assert.ok(event.id.startsWith('evt_') && event.createdAtMs > Date.now() - 60_000);
  assert.ok(event.about !== undefined && 'payment' in event.about);
  const { payment } = event.about;
  assert.deepEqual(payment, await provider().readPayment({ checkoutId }));
  assert.deepEqual([payment.state, payment.paymentId], ['paid', paymentId]);
});

test('completed is not paid; what the bank decides later, is told', async () => {
  for (const [isPaid, type, state] of [
    [true, 'async_payment_succeeded', 'paid'],
    [false, 'async_payment_failed', 'failed'],
  ] as const) {
    const checkoutId = await open(`${ORDER}${isPaid}`);
    const stateAfter = (name: string) => {
      const told = about(`checkout.session.${name}`);
      return told !== undefined && 'payment' in told ? told.payment.state : undefined;
    };
    fake.books.completeUnpaid(checkoutId);
    assert.equal(stateAfter('completed'), 'processing');
    fake.books.decide(checkoutId, isPaid);
    assert.equal(stateAfter(type), state);
  }
});

test('an expired checkout, a refund and a dispute are told', async () => {
  const { checkoutId } = await provider().expireCheckout({ checkoutId: await open(), key: 'x' });
  const expired = about('checkout.session.expired');
  assert.ok(expired !== undefined && 'payment' in expired);
  assert.deepEqual([expired.payment.checkoutId, expired.payment.state], [checkoutId, 'expired']);

  const paymentId = fake.books.pay(await open(`${ORDER}2`)).id;
  fake.books.refundByHand(paymentId, 100);
  fake.books.dispute(paymentId);
  for (const type of ['refund.created', 'charge.refunded', 'charge.dispute.created']) {
    assert.deepEqual(about(type), { paymentId }, type);
  }
});

test('what another shop or another program does with the same account is none of ours', async () => {
  const paymentId = fake.books.pay(await open('https://other.example/orders/o-1')).id;
  assert.equal(about('checkout.session.completed'), undefined);
  await provider().refund({
    ...{ key: 'r', paymentId, amountMinor: 100, currency: 'EUR' },
    orderUrl: 'https://other.example/orders/o-1',
  });
  for (const type of ['charge.refunded', 'refund.created']) assert.equal(about(type), undefined);
  const session = fake.books.sessions[0];
  assert.ok(session !== undefined);
  for (const metadata of [null, {}, { order: 'o-1' }, { order: `${SHOP}.evil.example/orders/1` }]) {
    fake.books.tell('checkout.session.completed', { ...session, metadata });
    assert.equal(about('checkout.session.completed'), undefined);
  }
  fake.books.tell('customer.created', session);
  assert.equal(about('customer.created'), undefined);
});

test('messages with a wrong signature, without one, or changed on the way are refused', async () => {
  const type = 'checkout.session.completed';
  fake.books.pay(await open());
  const message = fake.message(type);
  provider().readWebhook(message);
  const { headers, rawBody } = message;
  const changed = Buffer.from(rawBody.toString().replace('4550', '4551'));
  refused({ headers, rawBody: changed }, /is not signed with our secret/);
  refused({ headers, rawBody: rawBody.subarray(0, 100) }, /is not signed/);
  refused({ headers, rawBody: Buffer.alloc(0) }, /is not signed/);
  refused({ headers: {}, rawBody }, /has no signature/);
  refused({ headers: { 'stripe-signature': ['a', 'b'] }, rawBody }, /has no signature/);
  refused({ headers: { 'stripe-signature': 't=1,v0=abc' }, rawBody }, /is not signed/);
  refused(fake.message(type, { secret: 'whsec_other' }), /is not signed with our secret/);
  refused(fake.message(type, { timestamp: Date.now() / 1000 - 301 }), /is too old/);
});

test('while a secret replaces another, both are good', async () => {
  const type = 'checkout.session.completed';
  fake.books.pay(await open());
  const both = provider({ webhookSecrets: ['whsec_next', FAKE_SECRET] });
  both.readWebhook(fake.message(type));
  both.readWebhook(fake.message(type, { secret: 'whsec_next' }));
  const old = fake.message(type, { secret: 'whsec_next', timestamp: Date.now() / 1000 - 900 });
  assert.throws(() => both.readWebhook(old), /is too old/);
});

test('a test is none of the live mode, and the reverse', async () => {
  const type = 'checkout.session.completed';
  fake.books.pay(await open());
  const live = provider({ secretKey: 'rk_live_fake' });
  assert.throws(() => live.readWebhook(fake.message(type)), /is only a test/);
  refused(fake.message(type, { change: { livemode: true } }), /is about real money/);
});

test('signed messages that Stripe would not send are refused', async () => {
  const type = 'checkout.session.completed';
  fake.books.pay(await open());
  refused(fake.message(type, { change: { object: 'v2.core.event' } }), /not an event of Stripe/);
  refused(fake.message(type, { change: { id: 7 } }), /is not an event/);
  const order = { metadata: { order: ORDER } };
  refused(fake.message(type, { change: { data: { object: order } } }), /lacks what a session has/);
  assert.equal(
    provider().readWebhook(fake.message(type, { change: { data: null } })).about,
    undefined,
  );
});
