import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { DoctorReport, OrderPayment, StartedPayment } from '@onsale/contracts';
import { readOrder } from '@onsale/ledger';
import { eventually, startService } from '@onsale/testing';
import { openPayments, PUBLIC_URL } from '../../open-payments.ts';
import { FAKE_KEY, FAKE_SECRET, StripeFake } from './stripe-fake.ts';

// The process as it runs in a shop, with its secrets in files, between a real Redis and the fake.

const { server, ledger, hold } = await (await openPayments())();
const fake = await StripeFake.start();
const TOKEN = 'token-of-the-sellers-team-0123456789';
const folder = mkdtempSync(join(tmpdir(), 'onsale-stripe-'));
after(async () => {
  await fake.close();
  rmSync(folder, { recursive: true });
});
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), `${content}\n`, { mode: 0o600 });
  return join(folder, name);
};
// The sweep finds nothing until a test lets it.
fake.books.isListed = false;
const service = startService('payments', {
  ...{ REDIS_URL: server.url, PUBLIC_URL, PAYMENT_PROVIDER: 'stripe', STRIPE_API_URL: fake.url },
  ...{ LOG_LEVEL: 'debug', PAYMENTS_TOKEN: TOKEN, PAYMENT_SWEEP_MS: '250' },
  STRIPE_SECRET_KEY_FILE: file('key', FAKE_KEY),
  STRIPE_WEBHOOK_SECRET_FILE: file('secret', `whsec_next,${FAKE_SECRET}`),
});
after(() => service.stop());
const address = await service.ready();

async function start(orderId: string): Promise<StartedPayment & { checkoutId: string }> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${address}/orders/${orderId}/payment`, { method: 'POST', headers });
  assert.equal(answer.status, 200, await answer.clone().text());
  const started = (await answer.json()) as StartedPayment;
  return { ...started, checkoutId: started.url.split('/').at(-1) ?? '' };
}

async function paymentOf(orderId: string): Promise<OrderPayment> {
  return (await (await fetch(`${address}/orders/${orderId}/payment`)).json()) as OrderPayment;
}

/** The order is confirmed first, and its payment is noted a moment later. */
async function paidFor(orderId: string): Promise<void> {
  await eventually(
    () => paymentOf(orderId),
    ({ status, state }) => status === 'confirmed' && state === 'paid',
  );
}

async function tell(message: ReturnType<StripeFake['message']>): Promise<number> {
  const headers = { ...message.headers, 'content-type': 'application/json; charset=utf-8' };
  const body = new Uint8Array(message.rawBody);
  return (await fetch(`${address}/webhooks/stripe`, { method: 'POST', headers, body })).status;
}

const COMPLETED = 'checkout.session.completed';

test('an order is paid by what Stripe tells, once, and by nothing else', async () => {
  const orderId = await hold();
  const { url, checkoutId } = await start(orderId);
  assert.equal((await start(orderId)).url, url);
  assert.equal((await paymentOf(orderId)).state, 'open');
  const { id: paymentId } = fake.books.pay(checkoutId);
  assert.equal(await tell(fake.message(COMPLETED, { secret: 'whsec_forged' })), 400);
  assert.equal(await tell(fake.message(COMPLETED, { timestamp: 1_700_000_000 })), 400);
  assert.equal((await paymentOf(orderId)).state, 'open');
  assert.equal(await tell(fake.message(COMPLETED)), 204);
  assert.equal(await tell(fake.message(COMPLETED)), 204);
  await paidFor(orderId);
  assert.equal((await readOrder(ledger, orderId))?.cause, paymentId);
  assert.equal(fake.books.refunds.length, 0);
});

test('money that is not what the order costs goes back, once', async () => {
  const orderId = await hold();
  const { checkoutId } = await start(orderId);
  const { id: paymentId } = fake.books.pay(checkoutId, 1234);
  // Its answer fails, so that it is asked for again, with the same key.
  fake.fail('half', 'POST /v1/refunds');
  assert.equal(await tell(fake.message(COMPLETED)), 204);
  await eventually(
    () => paymentOf(orderId),
    ({ refunds }) => refunds[0]?.state === 'done',
  );
  assert.equal((await paymentOf(orderId)).status, 'held');
  assert.equal(await tell(fake.message('refund.created')), 204);
  const { refunds } = await paymentOf(orderId);
  assert.deepEqual(
    refunds.map(({ amount, state, reason }) => [amount, state, reason]),
    [[12.34, 'done', 'wrong_amount']],
  );
  const made = fake.books.refunds.map(({ amount, payment_intent: of }) => [amount, of]);
  assert.deepEqual(made, [[1234, paymentId]]);
});

test('what no message tells is found in the list of Stripe', async () => {
  const orderId = await hold();
  const { checkoutId } = await start(orderId);
  fake.books.pay(checkoutId);
  fake.books.isListed = true;
  await paidFor(orderId);
});

test('the doctor finds what is missing, and makes the endpoint', async () => {
  const ask = async (createEndpoint: boolean) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
    const body = JSON.stringify({ createEndpoint });
    const answer = await fetch(`${address}/doctor`, { method: 'POST', headers, body });
    assert.equal(answer.status, 200, await answer.clone().text());
    return (await answer.json()) as DoctorReport;
  };
  const wrong = ({ checks }: DoctorReport) => checks.filter(({ ok }) => !ok);
  assert.deepEqual(
    wrong(await ask(false)).map(({ message }) => message),
    [`there is no endpoint for ${PUBLIC_URL}/webhooks/stripe`],
  );
  const made = await ask(true);
  assert.deepEqual([wrong(made), made.webhookSecret], [[], 'whsec_made']);
});

test('no log has a key, a secret or a signature', () => {
  const log = JSON.stringify(service.log);
  assert.ok(log.length > 100);
  assert.doesNotMatch(log, /sk_test|whsec|v1=[0-9a-f]|token-of/);
});
