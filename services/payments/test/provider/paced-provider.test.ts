import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { createLogger, createRegistry } from '@onsale/service';
import { createPaymentMetrics } from '../../src/payment-metrics.ts';
import { createBank } from '../../src/provider/bank/bank.ts';
import { type PacedProvider, paceProvider } from '../../src/provider/paced-provider.ts';
import type { ProviderError } from '../../src/provider/provider.ts';
import { WEBHOOK_SECRET } from './bank-for-tests.ts';

// A bank that knows no payment, and answers as it is told.
let status = 404;
const bank = createServer((_request, response) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
});
let provider: PacedProvider;

before(async () => {
  await once(bank.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(bank.address() as AddressInfo).port}`;
  provider = paceProvider(createBank({ url, token: 'token', webhookSecret: WEBHOOK_SECRET }), {
    callsPerS: 20,
    metrics: createPaymentMetrics(createRegistry('payments')),
    logger: createLogger({ service: 'test', instance: 'test', level: 'silent' }),
  });
});
after(() => bank.close());

const ask = async (answer: number) => {
  status = answer;
  return await provider.readPayment({ checkoutId: 'checkout' }).then(
    () => 'done',
    ({ kind }: ProviderError) => kind,
  );
};

test('fewer calls are announced once the provider refuses some for their number, and more with each answer', async () => {
  assert.deepEqual([await ask(404), await ask(500)], ['done', 'unavailable']);
  assert.equal(provider.load().mostPerSecond, 20);
  assert.equal(await ask(429), 'rate_limited');
  assert.equal(provider.load().mostPerSecond, 14);
  for (let call = 0; call < 10; call += 1) assert.equal(await ask(404), 'done');
  assert.equal(provider.load().mostPerSecond, 14.3);
  // A failure says nothing of their number.
  assert.equal(await ask(500), 'unavailable');
  assert.equal(provider.load().mostPerSecond, 14.3);
});
