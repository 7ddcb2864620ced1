import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import { eventually } from '@onsale/testing';
import { startNginx } from '@onsale/testing/site';
import { startEchoServer } from './echo-server.ts';
import { ask, sendBytes } from './test-door.ts';

// An order's id is its key, and a code is one as well. Everything is done to nginx that could make it write one down; then what it
// has written is searched.

const ID = '01m8xk3v5a00zq7w9e2rtyfghjkm';
const CODE = 'HUSH-7Q';
const KEYS = [ID, ID.slice(12), CODE];

const PATHS = [
  `/api/v1/orders/${ID}`,
  `/api/v1/orders/${ID}/stream`,
  `/api/v1/orders/${ID}/payment`,
  `/api/orders/${ID}?mail=x@example.org`,
  `/api/v1/tickets?order=${ID}`,
  `/api/v1/tickets/${ID}`,
  `/api/v1/events/${ID}`,
  `/api/v1/%6frders/${ID}`,
  `/api/v1/orders%2f${ID}`,
  `/api/v1/orders/${ID}%0a`,
  `/api/v1/orders//${ID}`,
  `/api/v1//orders/./${ID}`,
  `/api/v1/orders/x/../${ID}`,
  `/api/v1/orders/${ID.toUpperCase()}`,
  `/api/v1/orders/%30${ID.slice(1)}`,
  `/v1/orders/${ID}`,
  `/orders/${ID}`,
  `/orders/${ID}/`,
  `/ORDERS/${ID}`,
  `/${ID}`,
  `/assets/${ID}.js`,
  `/workload/runs/${ID}`,
  `/api/v1/orders/${ID}\t`,
  `/api/v1/orders/"${ID}"`,
  `/api/v1/events/show/codes/${CODE}`,
  `/api/events/show//codes/${CODE}?x`,
];
const HEADERS = {
  referer: `http://shop.example/orders/${ID}`,
  'x-request-id': ID,
  'x-forwarded-for': ID,
  cookie: ID,
  range: 'bytes=1-',
};

test('no line of nginx has what opens an order, whatever goes well or wrong', async () => {
  const gateway = await startEchoServer();
  const endStreams = async (): Promise<never> => {
    for (;;) (await gateway.stream()).end();
  };
  void endStreams();
  // Speaks, but no HTTP.
  const nonsense = [`HTTP/1.1 ${ID}\r\n\r\n`, `HTTP/1.1 200 OK\r\n${ID}\u0001: x\r\n\r\n`];
  let answered = 0;
  const babbler = createServer((socket) => socket.end(nonsense[answered++ % 2] ?? ''));
  babbler.listen(0, '127.0.0.1');
  await once(babbler, 'listening');
  const gone = await startEchoServer();
  await gone.close();
  const babblerUrl = `http://127.0.0.1:${(babbler.address() as AddressInfo).port}`;
  const log = { ACCESS_LOG: 'on', RATE_LIMIT_REQUESTS: '20', TRUSTED_PROXIES: '127.0.0.1' };
  for (const url of [gateway.url, gone.url, babblerUrl]) {
    const nginx = await startNginx({ GATEWAY_URL: url, GENERATOR_URL: url, ...log });
    for (const path of PATHS) {
      for (const method of ['GET', 'POST', 'DELETE', ID]) {
        const head = Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
        const request = `${method} ${path} HTTP/1.1\r\nhost: ${ID}\r\nconnection: close\r\n`;
        await sendBytes(nginx, `${request}${head.join('')}\r\n`);
      }
    }
    for (const broken of [
      `${ID}\r\n\r\n`,
      `GET /orders/${ID} ${ID}\r\n\r\n`,
      `GET ${ID}\r\n\r\n`,
    ]) {
      await sendBytes(nginx, broken);
    }
    // More at once than one client may, however slow this machine is.
    const flood = Array.from({ length: 100 }, () =>
      sendBytes(nginx, `GET /api/v1/orders/${ID} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`),
    );
    await Promise.all(flood);
    const last = await ask(nginx, '/api/v1/nothing');
    await eventually(
      async () => nginx.log(),
      (text) => text.includes(String(last.headers['x-request-id'])),
    );
    await nginx.stop();
    const lines = nginx.log().split('\n');
    assert.ok(lines.some((line) => line.includes('"path":"/api/v1/orders/*"')));
    assert.ok(lines.some((line) => line.includes('"path":"/api/v1/orders/*/stream"')));
    assert.ok(lines.some((line) => line.includes('"path":"/api/v1/events/show/codes/*"')));
    assert.ok(lines.some((line) => line.includes('"status":429')));
    if (url !== gateway.url) assert.ok(lines.some((line) => line.includes('[error]')));
    const telling = lines.filter((line) =>
      KEYS.some((key) => line.toLowerCase().includes(key.toLowerCase())),
    );
    assert.deepEqual(telling, []);
  }
  await gateway.close();
  babbler.close();
});

test('what nginx complains about at its start is still to be read', async () => {
  const unknown = { GATEWAY_URL: 'http://no-such-host.invalid', RESOLVER: 'off' };
  await assert.rejects(startNginx(unknown), /host not found in upstream "no-such-host\.invalid/);
});
