import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '@onsale/testing';
import { startNginx } from '@onsale/testing/site';
import { startEchoServer } from './echo-server.ts';
import { ask, json } from './test-door.ts';

test('is ready while a gateway answers', async () => {
  const gateway = await startEchoServer();
  const { port } = new URL(gateway.url);
  const nginx = await startNginx({ GATEWAY_URL: gateway.url });
  const readiness = async () => (await ask(nginx, '/readyz')).status;
  try {
    assert.equal(await readiness(), 200);
    assert.equal(gateway.asked.at(-1)?.url, '/livez');

    await gateway.close();
    await eventually(readiness, (status) => status === 503);
    const answer = await ask(nginx, '/readyz');
    assert.deepEqual(json(answer)['reasons'], ['no gateway answers']);
    assert.equal((await ask(nginx, '/livez')).status, 200);

    const again = await startEchoServer({ port: Number(port) });
    await eventually(readiness, (status) => status === 200);
    await again.close();
  } finally {
    await nginx.stop();
  }
});

test('is not ready while the gateway hangs', async () => {
  const gateway = await startEchoServer();
  gateway.hangAll();
  const nginx = await startNginx({ GATEWAY_URL: gateway.url, GATEWAY_TIMEOUT_MS: '500' });
  try {
    assert.equal((await ask(nginx, '/readyz')).status, 503);
  } finally {
    await nginx.stop();
    await gateway.close();
  }
});

test('is ready when one of several gateways answers', async () => {
  const [gone, well] = [await startEchoServer(), await startEchoServer()];
  await gone.close();
  const nginx = await startNginx({ GATEWAY_URL: `${gone.url},${well.url}` });
  try {
    assert.equal((await ask(nginx, '/readyz')).status, 200);
  } finally {
    await nginx.stop();
    await well.close();
  }
});

test('asks a gateway once, however many probes there are', async () => {
  const gateway = await startEchoServer();
  const nginx = await startNginx({ GATEWAY_URL: gateway.url, WORKER_PROCESSES: '1' });
  try {
    await Promise.all(Array.from({ length: 20 }, () => ask(nginx, '/readyz')));
    assert.ok(gateway.asked.length <= 2, `${gateway.asked.length} requests`);
  } finally {
    await nginx.stop();
    await gateway.close();
  }
});
