import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { Stripe } from 'stripe';
import { createStripe } from '../../../src/provider/stripe/stripe-provider.ts';

// Our own fake accepts what we believe; Stripe's own mock checks each parameter by Stripe's description of
// its API. It has no state, so only the requests are tested here. To have it:
//   go install github.com/stripe/stripe-mock@latest

const MOCK = process.env['STRIPE_MOCK'] ?? 'stripe-mock';
const isThere = spawnSync(MOCK, ['-version']).status === 0;
const skip = isThere ? false : 'there is no stripe-mock; see the top of this file';

/**
 * The mock of August 2026 knows the version before the one that the client has. Of what changed since,
 * these two concern us; the proxy says them in the old words.
 */
const OLD_VERSION = '2026-08-26.dahlia';
const inOldWords = (params: string) =>
  params
    .replaceAll('allowed_payment_method_types', 'payment_method_types')
    .replaceAll(Stripe.API_VERSION, OLD_VERSION);

async function startMock(): Promise<string> {
  const child = spawn(MOCK, ['-http-addr', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  after(() => child.kill());
  const lines = createInterface(child.stdout);
  return await new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const address = /address: (\S+)/.exec(line)?.[1];
      if (address !== undefined) resolve(`http://${address}`);
    });
    child.once('exit', () => reject(new Error('stripe-mock did not start')));
  });
}

async function startProxy(target: string, calls: string[]): Promise<string> {
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request;
    const body = inOldWords(await text(request));
    const answer = await fetch(`${target}${url}`, {
      method,
      headers: {
        authorization: String(headers.authorization),
        'content-type': 'application/x-www-form-urlencoded',
      },
      ...(method === 'POST' ? { body } : {}),
    });
    calls.push(`${answer.status} ${method} ${url.split('?')[0]}`);
    const date = answer.headers.get('date') ?? '';
    response.writeHead(answer.status, { 'content-type': 'application/json', date });
    response.end(await answer.text());
  };
  const proxy = createServer((request, response) => void pass(request, response));
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  after(() => proxy.close());
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

test("Stripe's own mock accepts each call", { skip }, async () => {
  const calls: string[] = [];
  const stripe = createStripe({
    ...{ secretKey: 'sk_test_123', webhookSecrets: ['whsec_a'], paymentMethods: ['card', 'link'] },
    publicUrl: 'https://shop.example',
    apiUrl: await startProxy(await startMock(), calls),
  });
  const orderUrl = 'https://shop.example/orders/o-1';
  const sinceMs = Date.now() - 60_000;
  await stripe.startCheckout({
    ...{ key: 'c', orderUrl, returnUrl: orderUrl, description: 'Fair' },
    ...{ amountMinor: 4550, currency: 'EUR', expiresAtMs: Date.now() + 35 * 60_000 },
  });
  await stripe.readPayment({ checkoutId: 'cs_1' });
  await stripe.readPayment({ paymentId: 'pi_1' });
  await stripe.listPayments({ sinceMs, untilMs: Date.now(), cursor: 'cs_1' });
  await stripe.expireCheckout({ checkoutId: 'cs_1', key: 'e' });
  await stripe.refund({ key: 'r', paymentId: 'pi_1', amountMinor: 100, currency: 'EUR', orderUrl });
  const { checks } = await stripe.examine({ createEndpoint: true });
  assert.ok(checks.length > 5, JSON.stringify(checks));
  assert.deepEqual(
    calls.filter((call) => !call.startsWith('200 ')),
    [],
  );
  const kinds = new Set(calls.map((call) => call.replace(/\/(cs|pi|we)_\w+/, '/:id').slice(4)));
  assert.equal(kinds.size, 11, [...kinds].join('\n'));
});
