import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, json, openDoor } from './test-door.ts';

// Whose pages may change something: our own. What is not a browser says no origin.

const door = openDoor({
  TRUSTED_PROXIES: '127.0.0.0/8',
  CORS_ORIGINS: 'https://partner.example, http://localhost:3000',
  HSTS_MAX_AGE: '31536000',
});
const plain = openDoor();

const SEND = ['/api/v1/orders', '/api/orders', '/workload/start'];
const host = 'shop.lan:8080';

const FOREIGN: Record<string, string>[] = [
  { host, origin: 'https://evil.example' },
  { host, origin: 'http://evil.example' },
  { host, origin: 'http://shop.lan' },
  { host, origin: 'http://shop.lan:8081' },
  { host, origin: 'http://shop.lan:8080.evil.example' },
  { host, origin: 'http://xshop.lan:8080' },
  { host, origin: 'null' },
  { host, origin: 'http://shop.lan:8080', 'x-forwarded-proto': 'https' },
  { host, origin: 'http://shop.lan:8080', 'sec-fetch-site': 'cross-site' },
  { host, 'sec-fetch-site': 'cross-site' },
  { host, 'sec-fetch-site': 'same-site' },
];
for (const headers of FOREIGN) {
  test(`a request that changes something is refused with ${JSON.stringify(headers)}`, async () => {
    const before = door.gateway.asked.length + door.generator.asked.length;
    for (const path of SEND) {
      const answer = await ask(door.nginx, path, { method: 'POST', headers, body: '{}' });
      assert.equal(answer.status, 403, path);
      assert.equal(json(answer)['code'], 'FORBIDDEN_HOST');
    }
    assert.equal(door.gateway.asked.length + door.generator.asked.length, before);
    assert.equal((await ask(door.nginx, '/api/v1/tickets', { headers })).status, 200);
  });
}

const OWN: Record<string, string>[] = [
  { host },
  { host, origin: 'http://shop.lan:8080' },
  { host: 'Shop.LAN:8080', origin: 'http://shop.lan:8080', 'sec-fetch-site': 'same-origin' },
  { host: 'shop.lan', origin: 'https://shop.lan', 'x-forwarded-proto': 'https' },
  // TLS ends in front, where nobody told us of it.
  { host: 'shop.lan', origin: 'https://shop.lan' },
];
for (const headers of OWN) {
  test(`a request that changes something is let through with ${JSON.stringify(headers)}`, async () => {
    for (const path of SEND) {
      const answer = await ask(door.nginx, path, { method: 'POST', headers, body: '{}' });
      assert.equal(answer.status, 200, path);
    }
  });
}

test('pages of CORS_ORIGINS may order, but not start a load', async () => {
  for (const origin of ['https://partner.example', 'http://localhost:3000']) {
    const headers = { host, origin, 'sec-fetch-site': 'cross-site' };
    const send = { method: 'POST', headers, body: '{}' };
    assert.equal((await ask(door.nginx, '/api/v1/orders', send)).status, 200);
    assert.equal((await ask(door.nginx, '/workload/start', send)).status, 403);
  }
});

test('a browser that came by TLS is told to come by TLS alone', async () => {
  const headers = { 'x-forwarded-proto': 'https' };
  for (const path of ['/', '/api/v1/tickets', '/api/v1/nothing']) {
    const safe = await ask(door.nginx, path, { headers });
    assert.deepEqual(safe.everyHeader['strict-transport-security'], ['max-age=31536000']);
    const unsafe = await ask(door.nginx, path);
    assert.equal(unsafe.headers['strict-transport-security'], undefined);
    // Not where nobody asked for it, and not at the word of anybody.
    const other = await ask(plain.nginx, path, { headers });
    assert.equal(other.headers['strict-transport-security'], undefined);
  }
  await ask(door.nginx, '/api/v1/orders/a', { headers });
  assert.equal(door.gateway.asked.at(-1)?.headers['x-forwarded-proto'], 'https');
  await ask(plain.nginx, '/api/v1/orders/a', { headers });
  assert.equal(plain.gateway.asked.at(-1)?.headers['x-forwarded-proto'], 'http');
});
