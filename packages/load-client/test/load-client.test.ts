import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { it, type TestContext } from 'node:test';
import { eventually } from '@onsale/testing';
import { errorKind } from '../src/error-kind.ts';
import { LoadClient } from '../src/load-client.ts';
import { RequestText } from '../src/request-text.ts';

const ANSWER = 'HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}';
const TIMEOUT_MS = 60_000;

type Serve = (socket: Socket, request: string, count: number) => void;

// A target that does with the bytes of each request what a test wants, and a client that sends.
async function start(t: TestContext, serve: Serve, connections = 4) {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  let opened = 0;
  const server = createServer((socket) => {
    opened++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => {
      requests.push(data.toString());
      serve(socket, data.toString(), requests.length);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const target = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/base`);
  const client = new LoadClient(target, { connections });
  t.after(() => {
    client.destroy();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const text = new RequestText(target);
  const send = async (body = '{}', timeoutMs = TIMEOUT_MS): Promise<string> =>
    await new Promise((resolve) => {
      const exchange = {
        text: text.order(body, 'key-1'),
        timeoutMs,
        writtenMs: 0,
        answered: (status: number, answer: string) => resolve(`${status} ${answer}`),
        failed: (error: Error) => resolve(errorKind(error)),
      };
      client.send(exchange, performance.now());
    });
  return { send, client, requests, target, sockets, opened: () => opened };
}

it('sends a request that any server understands, and uses its connection again', async (t) => {
  const { send, requests, target, opened } = await start(t, (socket) => socket.write(ANSWER));
  assert.equal(await send('{"a":1}'), '201 {}');
  assert.equal(await send(), '201 {}');
  assert.equal(opened(), 1);
  assert.deepEqual(requests[0]?.split('\r\n'), [
    'POST /base/orders HTTP/1.1',
    `host: ${target.host}`,
    'connection: keep-alive',
    'content-type: application/json',
    'content-length: 7',
    'idempotency-key: key-1',
    '',
    '{"a":1}',
  ]);
});

it('has one request under way on a connection, and no more connections than it may', async (t) => {
  const waiting: Socket[] = [];
  const { send, requests, opened } = await start(t, (socket) => void waiting.push(socket), 3);
  const answers = Array.from({ length: 10 }, async () => await send());
  for (let left = 10; left > 0; left -= 3) {
    await eventually(
      async () => waiting.length,
      (length) => length === Math.min(3, left),
    );
    assert.equal(new Set(waiting).size, waiting.length);
    for (const socket of waiting.splice(0)) socket.write(ANSWER);
  }
  assert.deepEqual(new Set(await Promise.all(answers)), new Set(['201 {}']));
  assert.equal(requests.length, 10);
  assert.equal(opened(), 3);
});

it('opens another connection where the target closes one, and no request is lost', async (t) => {
  const closing = ANSWER.replace('content-length', 'connection: close\r\ncontent-length');
  const { send, opened } = await start(t, (socket) => socket.end(closing), 2);
  const answers = await Promise.all(Array.from({ length: 20 }, async () => await send()));
  assert.deepEqual(new Set(answers), new Set(['201 {}']));
  assert.equal(opened(), 20);
});

it('leaves an idle connection that the target has closed or is about to close', async (t) => {
  const keepAlive = ANSWER.replace('content-length', 'keep-alive: timeout=1\r\ncontent-length');
  const { send, sockets, opened } = await start(t, (socket, _request, count) => {
    socket.write(count === 1 ? ANSWER : keepAlive);
  });
  await send();
  for (const socket of sockets) socket.end();
  await eventually(
    async () => sockets.size,
    (size) => size === 0,
  );
  assert.equal(await send(), '201 {}', 'on a second connection');
  assert.equal(await send(), '201 {}', 'on a third');
  assert.equal(opened(), 3);
});

it('an answer that goes on until its connection ends is an answer', async (t) => {
  const { send } = await start(t, (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it'));
  assert.equal(await send(), '200 all of it');
});

it('says of each failure what it was, and goes on', async (t) => {
  const failures: [string, Serve][] = [
    ['bad answer', (socket) => socket.write('SSH-2.0-OpenSSH\r\n')],
    ['bad answer', (socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(20_000)}`)],
    ['connection closed', (socket) => socket.end()],
    ['connection closed', (socket) => socket.end(ANSWER.slice(0, -1))],
    ['connection reset', (socket) => socket.resetAndDestroy()],
  ];
  const { send } = await start(t, (socket, _request, count) => {
    const [, fail] = failures[count - 1] ?? [];
    if (fail === undefined) socket.write(ANSWER);
    else fail(socket, '', count);
  });
  for (const [kind] of failures) assert.equal(await send(), kind);
  assert.equal(await send(), '201 {}');
});

it('what nobody asked for is not taken for the next answer', async (t) => {
  const { send, sockets } = await start(t, (socket, _request, count) => {
    socket.write(count === 1 ? ANSWER + ANSWER.replace('201', '500') : ANSWER);
  });
  assert.equal(await send(), '201 {}');
  assert.equal(await send(), '201 {}');
  for (const socket of sockets) socket.write('HTTP/1.1 408 Request Timeout\r\n\r\n');
  await eventually(
    async () => sockets.size,
    (size) => size === 0,
  );
  assert.equal(await send(), '201 {}');
});

it('gives up what is not answered in time, also what waits for a connection', async (t) => {
  const { send, sockets } = await start(t, () => {}, 1);
  assert.equal(await send('{}', 50), 'timeout');
  await eventually(
    async () => sockets.size,
    (size) => size === 0,
  );
  void send('the only connection is taken');
  assert.deepEqual(await Promise.all([send('{}', 50), send('{}', 50)]), ['timeout', 'timeout']);
});

it('what is under way or waits when it is destroyed fails as cut off', async (t) => {
  const { send, client, requests } = await start(t, () => {}, 1);
  const under = send();
  const waits = send();
  await eventually(
    async () => requests.length,
    (length) => length === 1,
  );
  client.destroy();
  assert.equal(await under, 'unanswered at the end');
  assert.equal(await waits, 'unanswered at the end');
});

it('hands over the cookie of an answer, and as much of its body as was asked for', async (t) => {
  const body = 'x'.repeat(5000);
  const server = createServer((socket) => {
    socket.on('data', () =>
      socket.write(
        `HTTP/1.1 200 OK\r\nSet-Cookie: place=Ab.c; Path=/\r\nset-cookie: other=1\r\ncontent-length: 5000\r\n\r\n${body}`,
      ),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const target = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const client = new LoadClient(target, { connections: 1, keptBytes: 4500 });
  t.after(() => {
    client.destroy();
    server.close();
  });
  const got = await new Promise((resolve, reject) =>
    client.send(
      {
        ...{ text: 'GET / HTTP/1.1\r\n\r\n', timeoutMs: TIMEOUT_MS, writtenMs: 0, failed: reject },
        answered: (status, text, cookie) => resolve([status, text.length, cookie]),
      },
      performance.now(),
    ),
  );
  assert.deepEqual(got, [200, 4500, 'place=Ab.c; Path=/']);
});
