import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { createHttpServer, createLogger, type HttpServer } from '@onsale/service';
import { startNginx, type Nginx } from '@onsale/testing/site';

// Behind nginx is the server of all services, with a tenth of its patience.

const PATIENCE_MS = 1000;
const DRIP_MS = 100;

let service: HttpServer;
let nginx: Nginx;
let served = 0;
before(async () => {
  service = createHttpServer({
    logger: createLogger({ service: 'gateway', instance: 'test', level: 'silent' }),
    bodyLimitBytes: 16 * 1024,
    requestTimeoutMs: PATIENCE_MS,
  });
  service.post('/v1/orders', () => {
    served += 1;
    return { ok: true };
  });
  service.get('/v1/tickets', () => ({ ok: true }));
  const url = await service.listen({ host: '127.0.0.1', port: 0 });
  nginx = await startNginx({ GATEWAY_URL: url });
});
after(async () => {
  await nginx.stop();
  await service.close();
});

/** Sends a head, then its body byte by byte for as long as it may; returns what comes back. */
async function drip(head: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(nginx.url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(head);
  let [answer, sent] = ['', 0];
  const timer = setInterval(() => {
    if (sent < bytes.length) socket.write(bytes.charAt(sent++));
  }, DRIP_MS);
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.on('data', (chunk) => (answer += String(chunk)));
  socket.on('error', () => resolve());
  socket.on('close', () => resolve());
  await promise;
  clearInterval(timer);
  return answer;
}

const HEAD = 'Host: shop.example\r\nConnection: close\r\ncontent-type: application/json\r\n';
const BODY = JSON.stringify({ filling: 'x'.repeat(1000) });

test('a body that comes byte by byte ends with 408 when its time is over', async () => {
  const length = `Content-Length: ${BODY.length}\r\n\r\n`;
  const answer = await drip(`POST /api/v1/orders HTTP/1.1\r\n${HEAD}${length}`, BODY);
  assert.match(answer, /^HTTP\/1\.1 408 /);
  assert.match(answer, /"code":"REQUEST_TIMEOUT"/);
  assert.match(answer, /^x-request-id: \S+\r$/im);
  assert.equal(served, 0);
});

test('so does one in chunks', async () => {
  const head = `POST /api/v1/orders HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\n`;
  const answer = await drip(head, `1\r\nx\r\n`.repeat(1000));
  assert.match(answer, /^HTTP\/1\.1 408 /);
  assert.equal(served, 0);
});

test('a body that nobody asked for holds no connection', async () => {
  for (const start of ['GET /api/v1/tickets', 'POST /events', 'POST /api/v1/nothing']) {
    const head = `${start} HTTP/1.1\r\n${HEAD}Content-Length: ${BODY.length}\r\n\r\n`;
    assert.match(await drip(head, BODY), /^HTTP\/1\.1 (200|404|405|408) /, start);
  }
});

test('an order in a few pieces is taken', async () => {
  const head = `POST /api/v1/orders HTTP/1.1\r\n${HEAD}Content-Length: 2\r\n\r\n`;
  assert.match(await drip(head, '{}'), /^HTTP\/1\.1 200 /);
  assert.equal(served, 1);
});
