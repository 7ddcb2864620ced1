import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { eventually } from '@onsale/testing';
import { startTestService } from './harness.ts';

const MOST = 128;

void test('refuses the 129th concurrent request, until one ends or its client disconnects', async () => {
  const service = await startTestService();
  const clients: Socket[] = [];
  try {
    await service.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = service.app.server.address() as AddressInfo;
    const ask = async () => (await fetch(`http://127.0.0.1:${port}/v1/redis/a`)).status;

    // More in sequence than may run at once: every response releases its slot.
    for (let i = 0; i < MOST + 10; i++) assert.equal(await ask(), 404);

    const begin = beginnerOfRequests(service.app.server);
    for (let i = 0; i < MOST; i++) clients.push(await begin());
    assert.equal(await ask(), 503);
    // A refused request held no slot, so it releases none.
    assert.equal(await ask(), 503);

    clients.pop()?.destroy();
    await eventually(ask, (status) => status === 404);
    clients.push(await begin());
    assert.equal(await ask(), 503);

    clients.pop()?.write('{"a":1}');
    await eventually(ask, (status) => status === 404);
  } finally {
    for (const client of clients) client.destroy();
    await service.stop();
  }
});

// Starts a request without its body, and waits until the server has its headers.
function beginnerOfRequests(server: Server): () => Promise<Socket> {
  const { port } = server.address() as AddressInfo;
  return async () => {
    const arrived = once(server, 'request');
    const client = connect({ host: '127.0.0.1', port });
    client.on('error', () => undefined).resume();
    client.write(
      'POST /v1/redis HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n' +
        'content-length: 7\r\n\r\n',
    );
    await arrived;
    return client;
  };
}
