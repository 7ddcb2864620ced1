import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERRORS, type ErrorCode } from '@onsale/contracts';
import { startNginx } from '@onsale/testing/site';
import { ask, json, openDoor, sendBytes } from './test-door.ts';

const door = openDoor();

const HOST = 'Host: shop.example\r\nConnection: close\r\n';
const ORDERS = `POST /api/v1/orders HTTP/1.1\r\n${HOST}`;
const LONG = 'x'.repeat(70_000);

const REFUSED: readonly (readonly [what: string, bytes: string, code: ErrorCode])[] = [
  ['no HTTP at all', 'hello\r\n\r\n', 'INVALID_REQUEST'],
  ['no Host', 'GET /api/v1/tickets HTTP/1.1\r\n\r\n', 'INVALID_REQUEST'],
  ['two Hosts', `GET /api/v1/tickets HTTP/1.1\r\n${HOST}Host: b\r\n\r\n`, 'INVALID_REQUEST'],
  ['a broken escape', `GET /api/v1/orders/%zz HTTP/1.1\r\n${HOST}\r\n`, 'INVALID_REQUEST'],
  ['a NUL', `GET /api/v1/orders/%00 HTTP/1.1\r\n${HOST}\r\n`, 'INVALID_REQUEST'],
  ['a newline in the path', `GET /api/v1/orders/a%0ab HTTP/1.1\r\n${HOST}\r\n`, 'INVALID_REQUEST'],
  ['another newline', `GET /api/v1%0a/tickets HTTP/1.1\r\n${HOST}\r\n`, 'INVALID_REQUEST'],
  ['a way out of the site', `GET /../../api HTTP/1.1\r\n${HOST}\r\n`, 'INVALID_REQUEST'],
  ['an unknown version', `GET /api/v1/tickets HTTP/3.0\r\n${HOST}\r\n`, 'INVALID_REQUEST'],
  ['two lengths', `${ORDERS}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx`, 'INVALID_REQUEST'],
  ['an unknown encoding', `${ORDERS}Transfer-Encoding: gzip\r\n\r\n`, 'INVALID_REQUEST'],
  ['TRACE', `TRACE /api/v1/orders HTTP/1.1\r\n${HOST}\r\n`, 'METHOD_NOT_ALLOWED'],
  ['a page that is sent to', `POST /events HTTP/1.1\r\n${HOST}\r\n`, 'METHOD_NOT_ALLOWED'],
  ['a body that is too large', `${ORDERS}Content-Length: 70000\r\n\r\n${LONG}`, 'BODY_TOO_LARGE'],
  ['a long address', `GET /api/v1/orders/${LONG} HTTP/1.1\r\n${HOST}\r\n`, 'URI_TOO_LONG'],
  [
    'a long header',
    `GET /api/v1/orders HTTP/1.1\r\n${HOST}a: ${LONG}\r\n\r\n`,
    'HEADERS_TOO_LARGE',
  ],
  ['a long query', `GET /api/v1/tickets?event=${LONG} HTTP/1.1\r\n${HOST}\r\n`, 'URI_TOO_LONG'],
  ['no path', `GET HTTP/1.1\r\n${HOST}\r\n`, 'INVALID_REQUEST'],
  ['no host in a URL', `GET http:///api HTTP/1.1\r\n${HOST}\r\n`, 'INVALID_REQUEST'],
  ['HTTP/2 in clear', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'INVALID_REQUEST'],
  ['nothing there', `GET /api/v1/nothing HTTP/1.1\r\n${HOST}\r\n`, 'NOT_FOUND'],
];

for (const [what, bytes, code] of REFUSED) {
  test(`${what} is ${code}, in the form of every error`, async () => {
    const before = door.gateway.asked.length;
    const answer = await sendBytes(door.nginx, bytes);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    assert.match(head, new RegExp(`^HTTP/1\\.1 ${ERRORS[code].status} `));
    assert.match(head, /^content-type: application\/json/im);
    assert.match(head, /^x-request-id: [0-9a-f]{32}$/im);
    assert.match(head, /^x-content-type-options: nosniff$/im);
    assert.match(head, /^cache-control: no-store$/im);
    const told = JSON.parse(body) as { error: string; code: string; details: unknown[] };
    assert.deepEqual(told, { error: told.error, code, details: [] });
    assert.match(told.error, /^\w.* .*\w$/);
    assert.equal(door.gateway.asked.length, before, 'the gateway was asked');
  });
}

// Which of the two depends on the version of nginx.
test('CONNECT is an invalid request or method', async () => {
  const before = door.gateway.asked.length;
  for (const target of ['shop.example:443', '/api/v1/orders']) {
    const answer = await sendBytes(door.nginx, `CONNECT ${target} HTTP/1.1\r\n${HOST}\r\n`);
    assert.match(answer, /^HTTP\/1\.1 40[05] /);
    assert.match(answer, /"code":"(INVALID_REQUEST|METHOD_NOT_ALLOWED)"/);
  }
  assert.equal(door.gateway.asked.length, before, 'the gateway was asked');
});

test('a service that does not answer in HTTP is 503', async () => {
  door.gateway.breakNext();
  const answer = await ask(door.nginx, '/api/v1/orders', { method: 'POST', body: '{}' });
  assert.equal(answer.status, 503);
  assert.equal(json(answer)['code'], 'SERVICE_UNAVAILABLE');
  assert.deepEqual(answer.everyHeader['cache-control'], ['no-store']);
  assert.deepEqual(answer.everyHeader['retry-after'], ['2']);
});

test('what nginx need not refuse goes to the gateway', async () => {
  for (const headers of [{ expect: '100-continue' }, { expect: 'x' }]) {
    assert.equal((await ask(door.nginx, '/api/v1/tickets', { headers })).status, 200);
  }
});

test('an order has no parts', async () => {
  const { status } = await ask(door.nginx, '/api/v1/orders/01abc', {
    headers: { range: 'bytes=9999999-' },
  });
  assert.equal(status, 200);
});

test('only the hosts of SHOP_HOSTS are answered, and probes', async () => {
  const nginx = await startNginx({
    SHOP_HOSTS: 'shop.example, *.shop.test,[::1]',
    GATEWAY_URL: door.gateway.url,
  });
  const asHost = (host: string, path = '/') => ask(nginx, path, { headers: { host } });
  try {
    for (const host of ['shop.example', 'SHOP.example:8080', 'a.shop.test', '[::1]:8080']) {
      assert.equal((await asHost(host)).status, 200, host);
    }
    for (const host of ['evil.example', 'shop.test', '127.0.0.1', 'localhost']) {
      for (const path of ['/', '/api/v1/tickets', '/workload/config', '/config.json']) {
        const refused = await asHost(host, path);
        assert.equal(refused.status, 421, host + path);
        assert.equal(json(refused)['code'], 'UNKNOWN_HOST');
      }
    }
    assert.equal((await asHost('10.0.0.7:8080', '/readyz')).status, 200);
  } finally {
    await nginx.stop();
  }
});
