import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { newOrderId, openLedger, placeOrders } from '@onsale/ledger';
import {
  eventually,
  freePorts,
  type RunningService,
  startSystem,
  type System,
} from '@onsale/testing';
import { findSecrets, SECRET_MARK, secretOf } from './secret-forms.ts';

// The same for payments: keys, tokens and signatures of both providers are given to real processes, which
// take money, are lied to, and can't reach who they need. Then everything that has come out is searched.

const BANK_TOKEN = secretOf('bank');
const STAFF_TOKEN = secretOf('staff');
const BANK_WEBHOOK_SECRET = `whsec_${Buffer.from(secretOf('webhooks')).toString('base64')}`;
/** As Stripe makes them: letters and digits alone. */
const STRIPE_KEY = `sk_test_${SECRET_MARK}`;
const STRIPE_WEBHOOK_SECRET = `whsec_${SECRET_MARK}`;
/** A buyer may type such a thing anywhere. */
const CARD = '4242424242424242';

const told: string[] = [];
const statuses = new Set<number>();
let system: System;
let folder: string;
let bank: RunningService;
let payments: RunningService;
let withStripe: RunningService;
let brokenApi: Server;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-secrets-'));
  system = await startSystem({ capacity: 1000, environment: { LOG_LEVEL: 'trace' } });
  brokenApi = createServer((_request, response) => {
    response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>Sorry</h1>');
  }).listen(0, '127.0.0.1');
  await once(brokenApi, 'listening');
  const [port = 0] = await freePorts(1);
  bank = await system.startService('bank', {
    ...{ BANK_TOKEN, BANK_WEBHOOK_SECRET, DATA_DIR: folder },
    WEBHOOK_URL: `http://127.0.0.1:${port}/webhooks/bank`,
  });
  const shop = { PUBLIC_URL: 'https://tickets.example', PAYMENTS_TOKEN: STAFF_TOKEN };
  [payments, withStripe] = await Promise.all([
    system.startService('payments', {
      ...shop,
      ...{
        PORT: String(port),
        PAYMENT_PROVIDER: 'bank',
        TEST_PAYMENTS: 'true',
        PAYMENT_SWEEP_MS: '250',
      },
      ...{ BANK_TOKEN, BANK_WEBHOOK_SECRET, BANK_URL: bank.address },
    }),
    system.startService('payments', {
      ...shop,
      ...{ PAYMENT_PROVIDER: 'stripe', PAYMENT_SWEEP_MS: '250', STRIPE_SECRET_KEY: STRIPE_KEY },
      ...{ STRIPE_WEBHOOK_SECRET, STRIPE_API_URL: `http://127.0.0.1:${portOf(brokenApi)}` },
    }),
    system.startWorker(),
    system.startGateway(),
  ]);
});
after(async () => {
  await system.stop();
  brokenApi.close();
  await rm(folder, { recursive: true });
});

test('nothing that comes out of payments and the bank has a key, a signature or a card in it', async () => {
  const orderId = await hold();
  const checkoutId = await startPayment(payments, orderId);
  await ask(`${bank.address}/checkouts/${checkoutId}/pay`, asJson({}, bearer(BANK_TOKEN)));
  await eventually(
    async () => await ask(`${payments.address}/orders/${orderId}/payment`),
    (body) => body.includes('"paid"'),
  );
  const refund = asJson({ id: 'r1', amount: 1 }, bearer(STAFF_TOKEN));
  await ask(`${payments.address}/payments/${orderId}/refunds`, refund);
  await ask(`${payments.address}/doctor`, asJson({}, bearer(STAFF_TOKEN)));
  await beLiedTo();
  await beWithoutProvider();

  assert.deepEqual([...statuses].sort(), [200, 400, 401, 404, 503]);
  const processes = [bank, payments, withStripe];
  const lines = processes.flatMap(({ log }) => log.map((line) => JSON.stringify(line)));
  // How many sweeps are among them is a matter of speed.
  assert.ok(lines.length > 10);
  const found = [...told, ...lines].flatMap(findSecrets);
  assert.deepEqual(found, []);
  const signatures = /v1[,=][A-Za-z0-9+/=]{40,}|whsec_|sk_test/;
  assert.deepEqual(
    lines.filter((line) => signatures.test(line) || line.includes(CARD)),
    [],
  );
});

/** Messages that no provider has sent, and people without the right token. */
async function beLiedTo(): Promise<void> {
  const body = JSON.stringify({ type: 'checkout.session.completed', card: CARD });
  const nowS = Math.floor(Date.now() / 1000);
  for (const atS of [nowS, nowS - 3600]) {
    const forged = createHmac('sha256', 'another').update(`a.${atS}.${body}`).digest('base64');
    const hex = createHmac('sha256', STRIPE_WEBHOOK_SECRET).update(`${atS}.${body}x`).digest('hex');
    await ask(`${payments.address}/webhooks/bank`, {
      ...asText(body),
      headers: {
        ...JSON_TYPE,
        ...{
          'webhook-id': 'a',
          'webhook-timestamp': String(atS),
          'webhook-signature': `v1,${forged}`,
        },
      },
    });
    await ask(`${withStripe.address}/webhooks/stripe`, {
      ...asText(body),
      headers: { ...JSON_TYPE, 'stripe-signature': `t=${atS},v1=${hex}` },
    });
  }
  await ask(`${payments.address}/webhooks/stripe`, asText(body));
  await ask(`${payments.address}/webhooks/bank`, asText(body.slice(0, 20)));
  for (const { address } of [payments, withStripe]) {
    await ask(`${address}/payments/${newOrderId(0, Date.now())}`, {
      headers: bearer(`${STAFF_TOKEN}x`),
    });
    await ask(`${address}/payments/${CARD}`, { headers: bearer(STAFF_TOKEN) });
  }
  await ask(`${bank.address}/checkouts`, { headers: bearer(`${BANK_TOKEN}x`) });
}

/** Stripe answers with HTML and 500, and the bank not at all. */
async function beWithoutProvider(): Promise<void> {
  await startPayment(withStripe, await hold());
  await ask(`${withStripe.address}/doctor`, asJson({}, bearer(STAFF_TOKEN)));
  const orderId = await hold();
  bank.signal('SIGKILL');
  await bank.exited;
  await startPayment(payments, orderId);
  await payments.logged(({ level }) => level === 'warn' || level === 'error');
  for (const { address } of [payments, withStripe]) {
    for (const path of ['/readyz', '/metrics', '/openapi.json']) await ask(address + path);
  }
}

async function hold(): Promise<string> {
  const ledger = await openLedger(system.connection, system.shards);
  const order = {
    ...{ id: newOrderId(0, Date.now()), eventId: 'show', currency: 'EUR', paymentMethod: 'online' },
    customer: { name: 'Ada', email: 'ada@example.com' },
    lines: [{ ticketId: 'seat', type: 'adult', qty: 1, unitMinor: 1000 }],
    ...{ totalMinor: 1000, holdMs: 600_000 },
  };
  await placeOrders(ledger, 0, { orders: [order], maxBacklog: 1000 });
  await eventually(
    async () => await ask(`${payments.address}/orders/${order.id}/payment`),
    (body) => body.includes('"held"'),
  );
  return order.id;
}

/** The id of the checkout; empty when none was opened. */
async function startPayment({ address }: RunningService, orderId: string): Promise<string> {
  const body = await ask(`${address}/orders/${orderId}/payment`, asJson({}));
  const { url = '' } = JSON.parse(body) as { url?: string };
  return url.slice(url.lastIndexOf('/') + 1);
}

async function ask(url: string, init: RequestInit = {}): Promise<string> {
  const response = await fetch(url, init);
  const body = await response.text();
  statuses.add(response.status);
  told.push(`${response.status} ${JSON.stringify([...response.headers])}\n${body}`);
  return body;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const JSON_TYPE = { 'content-type': 'application/json' };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const asText = (body: string) => ({ method: 'POST', headers: JSON_TYPE, body });
const asJson = (body: unknown, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { ...JSON_TYPE, ...headers },
  body: JSON.stringify(body),
});
