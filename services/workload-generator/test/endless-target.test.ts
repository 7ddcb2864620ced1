import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it, type TestContext } from 'node:test';
import { pipeline } from 'node:stream/promises';
import { OrderFollower } from '../src/order-follower.ts';
import { startGenerator } from './start-generator.ts';

/** More than this nobody may read of one answer, with what the sockets hold on the way. */
const MOST_BYTES = 64 * 1024 * 1024;
const CHUNK = Buffer.alloc(64 * 1024, ' ');

/** A target whose answers to `GET` have no end; `cut` resolves with what of the first was taken. */
async function startEndless(t: TestContext) {
  const { promise: cut, resolve } = Promise.withResolvers<number>();
  const answer = async (response: ServerResponse) => {
    let taken = 0;
    async function* chunks() {
      for (; taken < MOST_BYTES; taken += CHUNK.length) yield CHUNK;
    }
    await pipeline(chunks, response).catch(() => undefined);
    resolve(taken);
  };
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/stream') === true) response.writeHead(503).end();
    else void answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cut };
}

it('a list of tickets that has no end is cut off, and the start says so', async (t) => {
  const target = await startEndless(t);
  const generator = startGenerator(target.url);
  t.after(() => generator.close());
  const { status, body } = await generator.call('POST', '/start', { durationS: 1 });
  assert.equal(status, 503);
  assert.match(body.error, /\/tickets answers with more than 1048576 bytes/);
  assert.ok((await target.cut) < MOST_BYTES);
});

it('an order that has no end is cut off', async (t) => {
  const target = await startEndless(t);
  const follower = new OrderFollower(new URL(target.url));
  t.after(() => follower.close());
  follower.follow('order-1', performance.now());
  assert.ok((await target.cut) < MOST_BYTES);
  assert.equal(follower.open, 1, 'and is asked for again');
});
