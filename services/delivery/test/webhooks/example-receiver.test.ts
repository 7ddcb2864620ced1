import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { endWithUs } from '@onsale/testing';
import { allowAddresses } from '../../src/webhooks/allowed-addresses.ts';
import { postWebhook } from '../../src/webhooks/post-webhook.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

test('the receiver in the docs takes what is signed, once, and nothing else', async () => {
  const page = await readFile(`${ROOT}/docs/delivery.md`, 'utf8');
  const code = /```js\n(import \{ createServer \}[\s\S]*?)```/.exec(page)?.[1];
  assert.ok(code);
  const receiver = spawn(process.execPath, ['--input-type=module', '-e', code], {
    ...{ cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
    env: { WEBHOOK_SECRET: SECRET, PORT: '0' },
  });
  endWithUs(receiver);
  const lines = createInterface({ input: receiver.stdout });
  const next = async () => String((await once(lines, 'line'))[0]);
  const [, port] = (await next()).split(' ');
  const send = async (secret: string, webhookId: string, orderId: string) =>
    await postWebhook(
      {
        allowed: allowAddresses(['127.0.0.1']),
        resolve: () => Promise.reject(),
        timeoutMs: 10_000,
      },
      {
        ...{ webhookId, endpointId: 'whe_1', url: `http://127.0.0.1:${port}/`, secrets: [secret] },
        body: JSON.stringify({ type: 'order.confirmed', data: { order: { orderId } } }),
      },
    );
  const line = next();
  const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  assert.equal((await send(other, 'evt_0', 'forged')).status, 401);
  assert.equal((await send(SECRET, 'evt_1', 'order-1')).status, 204);
  assert.equal(await line, 'order.confirmed order-1');
  const another = next();
  assert.equal((await send(SECRET, 'evt_1', 'order-1')).status, 204);
  assert.equal((await send(SECRET, 'evt_2', 'order-2')).status, 204);
  assert.equal(await another, 'order.confirmed order-2');
  receiver.kill();
  await once(receiver, 'exit');
});
