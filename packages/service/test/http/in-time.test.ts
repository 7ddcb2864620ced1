import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { ApiError } from '@onsale/contracts';
import { inTime } from '../../src/index.ts';

const unavailable = (cause: unknown) => new ApiError('REDIS_UNAVAILABLE', 'away', { cause });
const standStill = (ms: number) =>
  void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

test('what does not answer in time is unavailable', async () => {
  const never = new Promise<never>(() => undefined);
  await assert.rejects(
    inTime(() => never, { timeoutMs: 10, unavailable }),
    { message: 'away' },
  );
});

test('an answer that came while this process stood still is in time', async (t) => {
  // Another thread answers, because this one stands still.
  const server = new Worker(
    `const { createServer } = require('node:net');
    const { parentPort } = require('node:worker_threads');
    const server = createServer((socket) => socket.on('data', () => socket.write('answer')));
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`,
    { eval: true },
  );
  t.after(() => server.terminate());
  const [port] = (await once(server, 'message')) as [number];
  const socket = connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  await once(socket, 'connect');
  const asked = inTime(
    async () => {
      const answer = once(socket, 'data');
      socket.write('question');
      const [data] = (await answer) as [Buffer];
      return data.toString();
    },
    { timeoutMs: 20, unavailable },
  );
  // The question leaves first.
  await new Promise((resolve) => setImmediate(resolve));
  standStill(500);
  assert.equal(await asked, 'answer');
});
