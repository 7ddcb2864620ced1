import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, json, openDoor } from './test-door.ts';

// The ways to delivery.

const door = openDoor({ ACCESS_LOG: 'on' });
const withoutDelivery = openDoor({ DELIVERY_URL: '' });

const ORDER = '/orders/01m842xp8x00gt07zqfyj26crn2k';
const JSON_TYPE = { 'content-type': 'application/json' };
const WAYS = [
  ['GET', `${ORDER}/tickets`],
  ['GET', `${ORDER}/tickets.pdf`],
  ['GET', `${ORDER}/tickets.ics`],
  ['PUT', `${ORDER}/tickets/0/2/holder`],
  ['POST', `${ORDER}/tickets/mail`],
  ['GET', `${ORDER}/tickets/documents/doc_1`],
  ['GET', '/ticket-keys'],
  ['POST', '/order-links'],
  ['POST', '/order-links/open'],
  ['POST', '/opt-outs/abc.def'],
] as const;

for (const prefix of ['/api', '/api/v1']) {
  test(`what buyers ask of delivery below ${prefix} goes there`, async () => {
    for (const [method, path] of WAYS) {
      const answer = await ask(door.nginx, prefix + path, { method, headers: JSON_TYPE });
      assert.equal(answer.status, 200, path);
      const asked = door.delivery.asked.at(-1);
      assert.deepEqual([asked?.method, asked?.url], [method, path]);
    }
  });
}

test('what is near it is the business of others', async () => {
  const asked = door.delivery.asked.length;
  for (const path of [
    '/api/v1/orders/tickets',
    '/api/v1/tickets',
    `/api/v1${ORDER}/ticketsx`,
    '/api/v1/ticket-keys/x',
    '/api/v1/opt-outs/a/b',
    '/ticket-keys',
    '/metrics',
  ]) {
    await ask(door.nginx, path);
    assert.equal(door.delivery.asked.length, asked, path);
  }
});

test('a page of another site neither asks for links nor ends messages', async () => {
  const headers = { ...JSON_TYPE, origin: 'https://other.example' };
  for (const path of ['/api/v1/order-links', '/api/v1/opt-outs/abc']) {
    const answer = await ask(door.nginx, path, { method: 'POST', headers });
    assert.equal(answer.status, 403, path);
  }
});

test('an answer about an order is not kept', async () => {
  const before = door.delivery.asked.length;
  for (let times = 0; times < 3; times += 1) {
    const answer = await ask(door.nginx, `/api/v1${ORDER}/tickets`);
    assert.equal(answer.headers['cache-control'], 'no-store');
  }
  assert.equal(door.delivery.asked.length, before + 3);
});

test('without delivery the gateway answers for it', async () => {
  await ask(withoutDelivery.nginx, `/api/v1${ORDER}/tickets`);
  assert.equal(withoutDelivery.gateway.asked.at(-1)?.url, `/v1${ORDER}/tickets`);
  const answer = await ask(withoutDelivery.nginx, '/api/v1/ticket-keys');
  assert.equal(answer.status, 404);
  assert.equal(json(answer)['code'], 'NOT_FOUND');
});

test('while delivery is away, it is said as JSON', async () => {
  door.delivery.breakNext();
  const answer = await ask(door.nginx, '/api/v1/order-links', { method: 'POST' });
  assert.equal(answer.status, 503);
  assert.equal(json(answer)['code'], 'SERVICE_UNAVAILABLE');
  assert.equal(answer.headers['retry-after'], '2');
});

test('the log has neither orders nor what ends messages to somebody', async () => {
  await ask(door.nginx, '/api/v1/opt-outs/eyJh.c0-ffee', { method: 'POST' });
  await ask(door.nginx, `/api/v1${ORDER}/tickets.pdf`);
  assert.match(door.nginx.log(), /"path":"\/api\/v1\/opt-outs\/\*"/);
  assert.match(door.nginx.log(), /"path":"\/api\/v1\/orders\/\*\/tickets\.pdf"/);
  assert.match(door.nginx.log(), /"path":"\/api\/v1\/orders\/\*\/tickets"/);
  assert.doesNotMatch(door.nginx.log(), /01m842xp8x|eyJh|doc_1/);
});
