import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { eventually } from '@onsale/testing';
import { createLogger } from '../../src/process/logger.ts';
import { type EventStream, openEventStream } from '../../src/http/event-stream.ts';
import { createHttpServer } from '../../src/http/http-server.ts';

const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
const app = createHttpServer({ logger, bodyLimitBytes: 1024 });
const streams: EventStream[] = [];
const answers: number[] = [];
let port: number;

before(async () => {
  app.addHook('onResponse', async (_request, reply) => void answers.push(reply.statusCode));
  app.get('/stream', async (_request, reply) => {
    streams.push(openEventStream(reply));
  });
  port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
});
after(async () => {
  for (const stream of streams) stream.end();
  await app.close();
});

/** A client with nothing between it and the bytes. */
async function follow(request: string): Promise<{ socket: Socket; stream: EventStream }> {
  const before = streams.length;
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.write(`${request}\r\nhost: x\r\n\r\n`);
  const stream = await eventually(
    async () => streams[before],
    (opened) => opened !== undefined,
  );
  assert.ok(stream !== undefined);
  return { socket, stream };
}

async function everything(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

test('brings whole messages and a whole end, whatever is in them', async () => {
  const before = streams.length;
  const response = await fetch(`http://127.0.0.1:${port}/stream`);
  const stream = streams[before];
  assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.ok(response.headers.has('x-request-id'));
  stream?.send('data: café 🎟\n\n');
  stream?.send(`data: ${'x'.repeat(5000)}\n\n`);
  stream?.end();
  stream?.send('data: too late\n\n');
  assert.equal(await response.text(), `data: café 🎟\n\ndata: ${'x'.repeat(5000)}\n\n`);
});

test('is counted as answered when it ends', async () => {
  const answered = answers.length;
  const { socket, stream } = await follow('GET /stream HTTP/1.1');
  assert.equal(answers.length, answered);
  stream.end();
  assert.match(await everything(socket), /^HTTP\/1\.1 200 OK[^]*\r\n0\r\n\r\n$/);
  assert.deepEqual(answers.slice(answered), [200]);
});

test('is plain for a client of HTTP/1.0, and empty for HEAD', async () => {
  const old = await follow('GET /stream HTTP/1.0');
  old.stream.send('data: plain\n\n');
  old.stream.end();
  assert.match(await everything(old.socket), /\r\n\r\ndata: plain\n\n$/);

  const head = await follow('HEAD /stream HTTP/1.1');
  head.stream.send('data: nothing\n\n');
  head.stream.end();
  assert.match(await everything(head.socket), /^HTTP\/1\.1 200 OK[^]*\r\n\r\n$/);
});

for (const how of ['ends', 'breaks'] as const) {
  test(`is closed when its client ${how} the connection`, async () => {
    const { socket, stream } = await follow('GET /stream HTTP/1.1');
    const closed = Promise.withResolvers<void>();
    stream.onClose(closed.resolve);
    if (how === 'ends') socket.end();
    else socket.resetAndDestroy();
    await closed.promise;
    assert.equal(stream.isOpen, false);
    // Too late to listen, and heard nevertheless.
    await new Promise<void>((resolve) => stream.onClose(resolve));
  });
}

test('is closed when it has ended, also when the client does nothing', async () => {
  const { socket, stream } = await follow('GET /stream HTTP/1.1');
  const closed = Promise.withResolvers<void>();
  stream.onClose(closed.resolve);
  socket.pause();
  stream.end();
  await closed.promise;
  socket.destroy();
  await once(socket, 'close');
});

test('keeps what a client does not take, and says how much', async () => {
  const { socket, stream } = await follow('GET /stream HTTP/1.1');
  socket.pause();
  const message = `data: ${'x'.repeat(65_000)}\n\n`;
  let sent = 0;
  for (; stream.waitingBytes === 0 && sent < 1000; sent++) stream.send(message);
  assert.ok(stream.waitingBytes > 0);
  stream.end();
  const text = await everything(socket);
  assert.equal(text.split(message).length - 1, sent);
  assert.ok(text.endsWith('\r\n0\r\n\r\n'));
});
