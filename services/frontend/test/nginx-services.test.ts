import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startNginx } from '@onsale/testing/site';
import { ECHO_DATE, startEchoServer } from './echo-server.ts';
import { ask, json, openDoor } from './test-door.ts';

const door = openDoor();

const WAYS = [
  ['/api/v1/tickets?event=a%20b&max_price=5', '/v1/tickets?event=a%20b&max_price=5'],
  ['/api/tickets', '/tickets'],
  ['/api/v1/events/night%20of', '/v1/events/night%20of'],
  ['/api/openapi.json', '/openapi.json'],
  ['/api/v1/fleet', '/v1/fleet'],
] as const;

for (const [path, behind] of WAYS) {
  test(`${path} is ${behind} of the gateway`, async () => {
    const answer = await ask(door.nginx, path);
    assert.equal(answer.status, 200);
    assert.equal(json(answer)['url'], behind);
    assert.equal(door.gateway.asked.at(-1)?.url, behind);
  });
}

test('an order is cancelled through the door, and the time is that of the gateway', async () => {
  const path = '/api/v1/orders/01m842xp8x00gt07zqfyj26crn2k/cancel';
  const answer = await ask(door.nginx, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  assert.equal(answer.status, 200);
  const { method, url } = door.gateway.asked.at(-1) ?? {};
  assert.deepEqual([method, url], ['POST', path.replace('/api', '')]);
  assert.equal(answer.headers['date'], ECHO_DATE);
});

for (const path of ['/v1/audit', '/v1/audit/books', '/audit', '/audit/books']) {
  test(`/api${path} is ${path} of the audit`, async () => {
    const answer = await ask(door.nginx, `/api${path}`);
    assert.equal(answer.status, 200);
    assert.equal(door.audit.asked.at(-1)?.url, path);
  });
}

for (const path of ['/start', '/stop', '/config', '/stats', '/runs', '/runs/abc']) {
  test(`/workload${path} is ${path} of the generator`, async () => {
    const answer = await ask(door.nginx, `/workload${path}`, { method: 'POST', body: '{}' });
    assert.equal(answer.status, 200);
    assert.equal(door.generator.asked.at(-1)?.url, path);
  });
}

const NEVER = [
  '/api/metrics',
  '/api/readyz',
  '/api/livez',
  '/api/v1/metrics',
  '/api//metrics',
  '/api/%6detrics',
  '/api/v1/events/../../metrics',
  '/api/v1/events/%2e%2e/%2e%2e/metrics',
  '/api/',
  '/workload/metrics',
  '/workload/readyz',
  '/workload/',
  '/workload/stats/../metrics',
];

for (const path of NEVER) {
  test(`${path} leads nowhere`, async () => {
    const before = door.gateway.asked.length + door.generator.asked.length;
    const answer = await ask(door.nginx, path);
    assert.equal(answer.status, 404);
    assert.equal(
      door.gateway.asked.length + door.generator.asked.length,
      before,
      'a service was asked',
    );
  });
}

test('server-sent events pass one by one', async () => {
  const response = await fetch(`${door.nginx.url}/api/v1/orders/01abc/stream`, {
    headers: { 'accept-encoding': 'gzip' },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const upstream = await door.gateway.stream();
  for (const event of ['event: order\ndata: 1\n\n', 'event: order\ndata: 2\n\n']) {
    // The second is only sent when the first has arrived.
    upstream.write(event);
    assert.equal((await reader?.read())?.value, event);
  }
  upstream.end();
  assert.equal((await reader?.read())?.done, true);
  assert.equal(response.headers.get('content-type')?.split(';')[0], 'text/event-stream');
});

test('many requests share few connections to the gateway', async () => {
  door.gateway.connections.clear();
  for (let i = 0; i < 50; i++) await ask(door.nginx, '/api/v1/tickets');
  assert.ok(door.gateway.connections.size <= 4, `${door.gateway.connections.size} connections`);
  assert.ok(door.gateway.asked.at(-1)?.headers['x-request-id'] !== undefined);
});

test('a service that is away is 503 with Retry-After, in the form of every error', async () => {
  const gone = await startEchoServer();
  await gone.close();
  const nginx = await startNginx({ GATEWAY_URL: gone.url });
  try {
    const answer = await ask(nginx, '/api/v1/tickets');
    assert.equal(answer.status, 503);
    assert.equal(answer.headers['retry-after'], '2');
    assert.equal(json(answer)['code'], 'SERVICE_UNAVAILABLE');
    assert.equal((await ask(nginx, '/')).status, 200, 'the pages do without');
  } finally {
    await nginx.stop();
  }
});

test('reads again on a new connection when a kept one breaks, but sends no order twice', async () => {
  assert.equal((await ask(door.nginx, '/api/v1/tickets')).status, 200);
  door.gateway.breakNext();
  assert.equal((await ask(door.nginx, '/api/v1/tickets')).status, 200);
  door.gateway.breakNext();
  const before = door.gateway.asked.length;
  const order = await ask(door.nginx, '/api/v1/orders', { method: 'POST', body: '{}' });
  assert.equal(order.status, 503);
  assert.equal(door.gateway.asked.length, before + 1);
});

test('a body above the limit is refused in the form of every error', async () => {
  const body = JSON.stringify({ filling: 'x'.repeat(70_000) });
  const answer = await ask(door.nginx, '/api/v1/orders', { method: 'POST', body });
  assert.equal(answer.status, 413);
  assert.equal(json(answer)['code'], 'BODY_TOO_LARGE');
});

test("another site can't make a visitor's browser start a load", async () => {
  const before = door.generator.asked.length;
  const answer = await ask(door.nginx, '/workload/start', {
    method: 'POST',
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  assert.equal(answer.status, 403);
  assert.equal(door.generator.asked.length, before);
});
