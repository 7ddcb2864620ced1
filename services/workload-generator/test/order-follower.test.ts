import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { eventually } from '@onsale/testing';
import { comeBackMs, OrderFollower } from '../src/order-follower.ts';

test('goes on with a new stream when a gateway is lost', async () => {
  const streams: ServerResponse[] = [];
  let polls = 0;
  const gateway = createServer((request, response) => {
    if (request.url?.endsWith('/stream') === true) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: order\ndata: {"status":"pending"}\n\n');
      streams.push(response);
    } else {
      polls += 1;
      response.end('{"status":"pending"}');
    }
  }).listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const { port } = gateway.address() as AddressInfo;
  const follower = new OrderFollower(new URL(`http://127.0.0.1:${port}`));
  follower.follow('o1', performance.now());
  const opened = async (count: number) =>
    await eventually(
      async () => streams.length,
      (length) => length === count,
    );
  await opened(1);
  streams[0]?.destroy();
  await opened(2);
  assert.equal(polls, 1);
  streams[1]?.end('event: order\ndata: {"status":"confirmed"}\n\n');
  await eventually(
    async () => follower.confirmed,
    (count) => count === 1,
  );
  assert.equal(follower.open, 0);
  await follower.close();
  gateway.close();
});

test('those who have lost a gateway come back one by one', () => {
  assert.equal(
    comeBackMs(() => 0),
    125,
  );
  assert.equal(
    comeBackMs(() => 1),
    375,
  );
  assert.ok(new Set(Array.from({ length: 100 }, () => comeBackMs())).size > 50);
});
