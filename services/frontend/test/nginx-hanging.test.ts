import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startNginx } from '@onsale/testing/site';
import { startEchoServer } from './echo-server.ts';
import { ask, json, openDoor } from './test-door.ts';

// What hangs takes a connection, and never answers.

const GATEWAY_TIMEOUT_MS = '1500';
const door = openDoor({ GATEWAY_TIMEOUT_MS });
const ORDER = '/api/v1/orders/01abc';

for (const path of ['/api/v1/tickets', '/api/v1/events/night', ORDER, '/sitemap.xml']) {
  test(`${path} is asked for again when a gateway hangs, on another connection`, async () => {
    await ask(door.nginx, ORDER);
    door.gateway.hang();
    const before = door.gateway.asked.length;
    const answer = await ask(door.nginx, path);
    assert.equal(answer.status, 200);
    assert.equal(json(answer)['url'], door.gateway.asked.at(-1)?.url);
    assert.equal(door.gateway.asked.length, before + 2);
  });
}

test('an order is not sent again when a gateway hangs', async () => {
  await ask(door.nginx, ORDER);
  door.gateway.hang();
  const before = door.gateway.asked.length;
  for (const path of ['/api/v1/orders', `${ORDER}/cancel`, ORDER]) {
    const answer = await ask(door.nginx, path, { method: 'POST', body: '{}' });
    if (answer.status === 200) continue;
    assert.equal(answer.status, 503);
    assert.equal(json(answer)['code'], 'SERVICE_UNAVAILABLE');
    assert.deepEqual(answer.everyHeader['retry-after'], ['2']);
  }
  assert.equal(door.gateway.asked.length, before + 3);
});

test('a read is 503 when the second gateway hangs too', async () => {
  const hanging = await startEchoServer();
  const nginx = await startNginx({ GATEWAY_URL: hanging.url, GATEWAY_TIMEOUT_MS });
  try {
    hanging.hangAll();
    for (const path of ['/api/v1/tickets', ORDER]) {
      const answer = await ask(nginx, path);
      assert.equal(answer.status, 503);
      assert.equal(json(answer)['code'], 'SERVICE_UNAVAILABLE');
      assert.equal(hanging.asked.splice(0).length, 2);
    }
  } finally {
    await nginx.stop();
    await hanging.close();
  }
});

test('of several gateways, one that hangs is left alone', async () => {
  const [hanging, well] = [await startEchoServer(), await startEchoServer()];
  const nginx = await startNginx({
    GATEWAY_URL: `${hanging.url},${well.url}`,
    GATEWAY_TIMEOUT_MS,
    WORKER_PROCESSES: '1',
  });
  try {
    hanging.hangAll();
    for (let i = 0; i < 12; i++) assert.equal((await ask(nginx, ORDER)).status, 200);
    assert.ok(hanging.asked.length <= 4, `${hanging.asked.length} requests hung`);
  } finally {
    await nginx.stop();
    await Promise.all([hanging.close(), well.close()]);
  }
});

test('of several gateways, an order goes to one that can be reached', async () => {
  const [gone, well] = [await startEchoServer(), await startEchoServer()];
  const nginx = await startNginx({ GATEWAY_URL: `${gone.url},${well.url}`, GATEWAY_TIMEOUT_MS });
  await gone.close();
  try {
    for (let i = 0; i < 4; i++) {
      const options = { method: 'POST', body: '{}' };
      assert.equal((await ask(nginx, '/api/v1/orders', options)).status, 200);
    }
    assert.equal(well.asked.length, 4);
  } finally {
    await nginx.stop();
    await well.close();
  }
});

test('with a name server, everything is found as well', async () => {
  const gateway = await startEchoServer();
  // An address needs no name server, and there is none.
  const nginx = await startNginx({
    GATEWAY_URL: gateway.url,
    GATEWAY_TIMEOUT_MS,
    RESOLVER: '127.0.0.1',
  });
  try {
    for (const path of ['/events/fair', '/api/v1/tickets', ORDER, '/sitemap.xml']) {
      assert.equal((await ask(nginx, path)).status, 200, path);
    }
    assert.deepEqual(
      gateway.asked.map(({ url }) => url),
      [
        '/v1/pages/head?path=/events/fair',
        '/v1/tickets',
        '/v1/orders/01abc',
        '/v1/pages/sitemap.xml',
      ],
    );
    gateway.hangAll();
    assert.equal((await ask(nginx, ORDER)).status, 503);
  } finally {
    await nginx.stop();
    await gateway.close();
  }
});
