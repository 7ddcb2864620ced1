import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createHttpServer, createLogger } from '@onsale/service';
import { openGateway, order, type TestGateway } from './open-gateway.ts';

const logger = createLogger({ service: 'gateway', instance: 'test', level: 'silent' });

/**
 * A connection that sends nothing is closed after 5 seconds, so more than a small machine can open
 * in that time would not be idle together. Raise it to 10,000 on a fast one.
 */
const IDLE_CONNECTIONS = 3000;
/** Opened at a time: no more than the server's accept queue holds. */
const OPEN_AT_ONCE = 400;

describe('connections', () => {
  let gateway: TestGateway;
  let port: number;
  before(async () => {
    gateway = await openGateway();
    port = Number(new URL(await gateway.app.listen({ host: '127.0.0.1', port: 0 })).port);
  });
  after(() => gateway.close());

  const send = async (text: string): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    socket.end(text);
    return await readAll(socket);
  };

  it('refuses two Idempotency-Keys in one request', async () => {
    const before = await gateway.written();
    const body = JSON.stringify(order());
    const answer = await send(
      'POST /orders HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nconnection: close\r\n' +
        `content-length: ${body.length}\r\nidempotency-key: a\r\nIdempotency-Key: b\r\n\r\n${body}`,
    );
    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.match(answer, /Idempotency-Key is there twice/);
    assert.deepEqual(await gateway.written(), before);
  });

  it('refuses an empty Idempotency-Key', async () => {
    const before = await gateway.written();
    const body = JSON.stringify(order());
    for (const key of ['', '   ', '\t']) {
      const answer = await send(
        'POST /orders HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nconnection: close\r\n' +
          `content-length: ${body.length}\r\nidempotency-key:${key}\r\n\r\n${body}`,
      );
      assert.match(answer, /^HTTP\/1\.1 400 /);
      assert.match(answer, /idempotency-key must be 1 to 255 printable ASCII characters/);
    }
    assert.deepEqual(await gateway.written(), before);
  });

  const broken: [string, string][] = [
    ['two lengths', 'content-length: 2\r\ncontent-length: 3\r\n\r\n{}'],
    ['two hosts', 'host: y\r\ncontent-length: 0\r\n\r\n'],
    ['a length and chunks', 'content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a malformed header', 'no colon here\r\n\r\n'],
    ['headers of 100 KB', `x: ${'y'.repeat(100_000)}\r\n\r\n`],
  ];
  for (const [name, rest] of broken) {
    it(`responds 4xx to ${name} and stays up`, async () => {
      const before = await gateway.written();
      const answer = await send(
        `POST /orders HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${rest}`,
      );
      assert.match(answer, /^HTTP\/1\.1 4\d\d /);
      assert.match(answer, /"error":"[^"]+","code":"[A-Z_]+"/);
      assert.deepEqual(await gateway.written(), before);
      assert.equal((await gateway.app.inject('/livez')).statusCode, 200);
    });
  }

  it('responds while thousands of connections are idle', async () => {
    const idle: Socket[] = [];
    const wanted = Math.min(IDLE_CONNECTIONS, connectionsAllowed());
    assert.ok(wanted >= 100, `only ${wanted} connections are possible here`);
    while (idle.length < wanted) {
      const next = Math.min(OPEN_AT_ONCE, wanted - idle.length);
      idle.push(...(await Promise.all(Array.from({ length: next }, () => open(port)))));
    }
    const placed = await fetch(`http://127.0.0.1:${port}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order()),
    });
    assert.equal(placed.status, 201);
    for (const socket of idle) socket.destroy();
  });
});

describe('a slow request', () => {
  it('is cut off with 408', async () => {
    const app = createHttpServer({ logger, bodyLimitBytes: 1000, requestTimeoutMs: 200 });
    app.post('/', async () => ({}));
    const url = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
    for (const start of [
      'POST / HTTP/1.1\r\nhost: x\r\n',
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{"a',
    ]) {
      const socket = connect(Number(url.port), '127.0.0.1');
      socket.write(start);
      const answer = await readAll(socket);
      assert.match(answer, /^HTTP\/1\.1 408 Request Timeout\r\n/);
      assert.match(answer, /"code":"REQUEST_TIMEOUT"/);
    }
    await app.close();
  });
});

/** Both ends of a connection are in this process, so each takes two file descriptors. */
function connectionsAllowed(): number {
  const { userLimits } = process.report.getReport() as {
    userLimits: { open_files: { soft: number | 'unlimited' } };
  };
  const { soft } = userLimits.open_files;
  return soft === 'unlimited' ? IDLE_CONNECTIONS : Math.floor((soft - 500) / 2);
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

async function readAll(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}
