import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ECHO_DATE } from './echo-server.ts';
import { ask, json, openDoor } from './test-door.ts';

// The ways to payments and to the pages of the bank.

const door = openDoor({ ACCESS_LOG: 'on' });
const limited = openDoor({ RATE_LIMIT_REQUESTS: '1' });
const realShop = openDoor({ BANK_URL: '' });
const withoutPayments = openDoor({ PAYMENTS_URL: '', BANK_URL: '' });

const ORDER = '/orders/01m842xp8x00gt07zqfyj26crn2k/payment';
const JSON_TYPE = { 'content-type': 'application/json' };

for (const prefix of ['/api', '/api/v1']) {
  test(`a payment begins at ${prefix}${ORDER}, by the time of payments`, async () => {
    const answer = await ask(realShop.nginx, prefix + ORDER, {
      method: 'POST',
      headers: JSON_TYPE,
    });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['date'], ECHO_DATE);
    const { method, url } = realShop.payments.asked.at(-1) ?? {};
    assert.deepEqual([method, url], ['POST', ORDER]);
  });
}

test('what is near a payment is the business of the gateway', async () => {
  for (const path of ['/api/v1/orders/payment', '/api/v1/orders/a/b/payment', `/api${ORDER}s`]) {
    const asked = door.payments.asked.length;
    await ask(realShop.nginx, path);
    assert.equal(door.payments.asked.length, asked, path);
  }
});

test('a page of another site begins no payment', async () => {
  const headers = { ...JSON_TYPE, origin: 'https://other.example' };
  const answer = await ask(realShop.nginx, `/api/v1${ORDER}`, { method: 'POST', headers });
  assert.equal(answer.status, 403);
});

test('the routes of the team and the health of payments are not public', async () => {
  const asked = realShop.payments.asked.length;
  for (const path of ['/payments/x', '/reconciliations', '/doctor', '/api/v1/payments/x']) {
    const answer = await ask(realShop.nginx, path, {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{}',
    });
    assert.ok(answer.status >= 400, `${path} ${answer.status}`);
  }
  for (const path of [
    '/webhooks',
    '/webhooks/',
    '/webhooks/stripe/../../doctor',
    '/webhooks/a/b',
  ]) {
    assert.equal((await ask(realShop.nginx, path, { method: 'POST' })).status, 404, path);
  }
  assert.equal(realShop.payments.asked.length, asked);
});

test('a webhook arrives as it was sent, byte by byte', async () => {
  const body = ` {"a": "${'é'.repeat(100_000)}" }\r\n`;
  const headers = { 'content-type': 'application/json', 'stripe-signature': 't=1,v1=abc' };
  const answer = await ask(realShop.nginx, '/webhooks/stripe', { method: 'POST', headers, body });
  assert.equal(answer.status, 200);
  const asked = realShop.payments.asked.at(-1);
  assert.equal(asked?.url, '/webhooks/stripe');
  assert.equal(asked?.headers['stripe-signature'], 't=1,v1=abc');
  assert.equal(asked?.body, body);
});

test('a webhook of more than 256 KiB is refused, and an order of more than 64 KiB still is', async () => {
  const post = async (path: string, bytes: number) =>
    await ask(realShop.nginx, path, {
      method: 'POST',
      headers: JSON_TYPE,
      body: 'x'.repeat(bytes),
    });
  const answer = await post('/webhooks/bank', 256 * 1024 + 1);
  assert.equal(answer.status, 413);
  assert.equal(json(answer)['code'], 'BODY_TOO_LARGE');
  assert.equal((await post('/api/v1/orders', 64 * 1024 + 1)).status, 413);
});

test('a provider may tell much more at once than a client may ask', async () => {
  const flood = async (path: string) =>
    await Promise.all(
      Array.from({ length: 12 }, () => ask(limited.nginx, path, { method: 'POST' })),
    );
  const told = await flood('/webhooks/bank');
  assert.deepEqual([...new Set(told.map(({ status }) => status))], [200]);
  assert.ok((await flood('/api/v1/orders')).some(({ status }) => status === 429));
  // But not without end.
  const flooded = await Promise.all([1, 2, 3].map(() => flood('/webhooks/bank')));
  const refused = flooded.flat().find(({ status }) => status === 429);
  assert.equal(refused && json(refused)['code'], 'RATE_LIMITED');
});

test('the bank has its pages at /bank, with its own rules for what they load', async () => {
  const answer = await ask(door.nginx, '/bank/pay/co_1?x=y');
  assert.equal(answer.status, 200);
  assert.equal(door.bank.asked.at(-1)?.url, '/bank/pay/co_1?x=y');
  assert.deepEqual(answer.everyHeader['content-security-policy'], ["default-src 'none'"]);
  assert.deepEqual(answer.everyHeader['x-frame-options'], ['DENY']);
  assert.deepEqual(answer.everyHeader['x-robots-tag'], ['noindex']);
});

test('a real shop has no bank', async () => {
  for (const path of ['/bank', '/bank/', '/bank/pay/co_1']) {
    const answer = await ask(realShop.nginx, path);
    assert.equal(answer.status, 404, path);
  }
  assert.equal(realShop.bank.asked.length, 0);
});

test('without payments, the gateway answers for them, and there are no webhooks', async () => {
  const path = `/api/v1${ORDER}`;
  await ask(withoutPayments.nginx, path, { method: 'POST', headers: JSON_TYPE });
  assert.equal(withoutPayments.gateway.asked.at(-1)?.url, `/v1${ORDER}`);
  const answer = await ask(withoutPayments.nginx, '/webhooks/bank', { method: 'POST' });
  assert.equal(answer.status, 404);
});

test('the log has neither orders nor checkouts', async () => {
  const checkout = `co_${'0a'.repeat(16)}`;
  await ask(door.nginx, `/bank/pay/${checkout}`);
  await ask(door.nginx, `/api/v1${ORDER}`);
  assert.match(door.nginx.log(), /"path":"\/bank\/pay\/co_\*"/);
  assert.match(door.nginx.log(), /"path":"\/api\/v1\/orders\/\*\/payment"/);
  assert.doesNotMatch(door.nginx.log(), /01m842xp8x|0a0a0a/);
});
