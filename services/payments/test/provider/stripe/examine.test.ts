import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { Stripe } from 'stripe';
import { ProviderError } from '../../../src/provider/provider.ts';
import { STRIPE_EVENTS } from '../../../src/provider/stripe/read-webhook.ts';
import { createStripe } from '../../../src/provider/stripe/stripe-provider.ts';
import { FAKE_KEY, FAKE_SECRET, StripeFake } from './stripe-fake.ts';

const SHOP = 'https://shop.example';

let fake = await StripeFake.start();
after(() => fake.close());
beforeEach(async () => {
  await fake.close();
  fake = await StripeFake.start();
});

async function examine(createEndpoint = false, changes: { paymentMethods?: string[] } = {}) {
  const stripe = createStripe({
    ...{ secretKey: FAKE_KEY, webhookSecrets: [FAKE_SECRET], publicUrl: SHOP },
    ...{ paymentMethods: ['card'], apiUrl: fake.url, ...changes },
  });
  const { checks, webhookSecret } = await stripe.examine({ createEndpoint });
  const wrong = checks.filter(({ ok }) => !ok);
  return { checks, webhookSecret, wrong: wrong.map(({ name, message }) => `${name}: ${message}`) };
}

test('the endpoint is missing at first, is created on request, and all is well then', async () => {
  const before = await examine();
  assert.deepEqual(before.wrong, [`webhook: there is no endpoint for ${SHOP}/webhooks/stripe`]);
  const created = await examine(true);
  assert.deepEqual([created.wrong, created.webhookSecret], [[], 'whsec_made']);
  assert.deepEqual(fake.books.endpoints[0]?.['enabled_events'], [...STRIPE_EVENTS]);
  const after = await examine(true);
  assert.deepEqual([after.wrong, after.webhookSecret], [[], undefined]);
  assert.equal(fake.books.endpoints.length, 1);
  const names = after.checks.map(({ name }) => name);
  assert.deepEqual(names, [
    ...['key', 'clock', 'address', 'rights', 'methods', 'webhook'],
    ...['webhook events', 'webhook version', 'webhook secret'],
  ]);
});

test('an endpoint that is switched off, lacks events or has another version is found', async () => {
  await examine(true);
  const [endpoint] = fake.books.endpoints;
  assert.ok(endpoint !== undefined);
  Object.assign(endpoint, {
    ...{ status: 'disabled', api_version: '2024-06-20' },
    enabled_events: STRIPE_EVENTS.slice(1),
  });
  const { wrong } = await examine();
  assert.equal(wrong.length, 3, wrong.join('\n'));
  assert.match(
    wrong.join('\n'),
    /is disabled[^]*lacks checkout.session.completed[^]*2024-06-20, but/,
  );
  assert.match(wrong.join('\n'), new RegExp(Stripe.API_VERSION));
  // Missing events are added; the version can't be changed.
  assert.equal((await examine(true)).wrong.length, 2);
});

test('a clock that is wrong is found, and what else is wrong as well', async () => {
  fake.clockMs = 200_000;
  const names = (await examine()).wrong.map((text) => text.split(':')[0]);
  assert.deepEqual(names, ['clock', 'webhook']);
  await examine(true);
  assert.match((await examine()).wrong.join(), /clock: (199|200|201) s from Stripe's/);
  fake.clockMs = -100_000;
  assert.match((await examine()).wrong.join(), /clock: (98|99|100) s from Stripe's/);
});

test('a method that is not switched on is found', async () => {
  await examine(true);
  fake.books.methods['ideal'] = { available: false };
  const { wrong } = await examine(false, { paymentMethods: ['card', 'ideal', 'twint'] });
  assert.match(wrong.join(), /^methods: not switched on .*: ideal, twint$/);
});

test('missing rights are named, and trying them changes nothing', async () => {
  await examine(true);
  fake.forbidden.push('POST /v1/refunds', 'GET /v1/disputes', 'GET /v1/payment_method');
  const { wrong } = await examine();
  assert.match(
    wrong.join('\n'),
    /^rights: the key lacks Charges and Refunds: write, Disputes: read/,
  );
  assert.match(wrong.join('\n'), /without the right Payment Method Configurations: read$/);
  fake.forbidden.splice(0, 3, 'GET /v1/webhook_endpoints');
  const blind = await examine();
  assert.deepEqual(blind.wrong, ['webhook: the key lacks the right Webhook Endpoints: read']);
  assert.equal(fake.books.sessions.length + fake.books.refunds.length, 0);
});

test('nothing is asked after the endpoint was created, whose secret is told once', async () => {
  const { webhookSecret } = await examine(true);
  assert.equal(webhookSecret, 'whsec_made');
  assert.equal(fake.calls.at(-1), 'POST /v1/webhook_endpoints');
});

test('a wrong key ends the examination; silence is an error', async () => {
  fake.key = 'sk_test_next';
  const { checks, wrong } = await examine();
  assert.equal(checks.length, 1);
  assert.match(wrong.join(), /^key: Stripe does not know the key/);
  fake.key = FAKE_KEY;
  fake.fail('down');
  await assert.rejects(examine(), (error) => {
    assert.ok(error instanceof ProviderError);
    assert.equal(error.kind, 'unavailable');
    return true;
  });
});
