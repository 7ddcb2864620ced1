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
  provider = paced(20);
});
after(() => bank.close());

function paced(callsPerS: number): PacedProvider {
  const url = `http://127.0.0.1:${(bank.address() as AddressInfo).port}`;
  return paceProvider(createBank({ url, token: 'token', webhookSecret: WEBHOOK_SECRET }), {
    callsPerS,
    metrics: createPaymentMetrics(createRegistry('payments')),
    logger: createLogger({ service: 'test', instance: 'test', level: 'silent' }),
  });
}

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

test('a buyer who wants to pay does not wait for the pages of all whose time is over', async () => {
  status = 404;
  const slow = paced(2);
  const over = Promise.allSettled(
    Array.from({ length: 20 }, (_, i) =>
      slow.expireCheckout({ checkoutId: `over-${i}`, key: `over-${i}` }),
    ),
  );
  const starting = slow.startCheckout({
    ...{ key: 'new', orderUrl: 'https://shop.example/o', returnUrl: 'https://shop.example/o' },
    ...{ amountMinor: 100, currency: 'EUR', description: 'Noon', expiresAtMs: Date.now() + 60_000 },
  });
  await assert.rejects(starting, ({ kind }: ProviderError) => kind !== 'rate_limited');
  await over;
});
