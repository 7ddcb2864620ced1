import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually, freePorts } from '@onsale/testing';
import { prepareLocalPayments } from '../src/local-payments.ts';
import { serviceEnvironment } from '../src/service-environment.ts';
import { startLocal } from './start-local.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const CATALOG = `
events:
  - id: show
    name: Show
    venue: Hall
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    paymentMethods: [online]
    tickets:
      - { id: seat, name: Seat, type: adult, price: 10, capacity: 9 }
`;
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-local-payments-'));
});
after(() => rm(folder, { recursive: true, force: true }));

test('an order is paid at the bank, behind the door', async (t) => {
  const catalog = join(folder, 'catalog.yaml');
  await writeFile(catalog, CATALOG);
  const ports = await freePorts(8);
  const names = ['GATEWAY', 'WORKER', 'DATABASE_API', 'PAYMENTS', 'BANK', 'AUDIT', 'GENERATOR'];
  const running = startLocal({
    DATA_DIR: join(folder, 'data'),
    CATALOG_FILE: catalog,
    AUTOSCALE: 'false',
    REDIS_PORT: String((await freePorts(1))[0]),
    FRONTEND_PORT: String(ports[7]),
    ...Object.fromEntries(names.map((name, i) => [`${name}_PORT`, String(ports[i])])),
  });
  t.after(() => running.stop());
  await running.address('payments');
  const shop = `http://localhost:${ports[7]}`;
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${shop}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${path} ${answer.status} ${text}`);
    return JSON.parse(text) as { orderId: string; url: string };
  };
  const becomes = async (orderId: string, status: string) =>
    await eventually(
      async () => await (await fetch(`${shop}/api/v1/orders/${orderId}`)).text(),
      (text) => text.includes(`"status":"${status}"`),
    );
  const { orderId } = await post('/orders', {
    customer: { name: 'Ada', email: 'ada@example.com' },
    items: [{ ticketId: 'seat', qty: 1 }],
    paymentMethod: 'online',
  });
  await becomes(orderId, 'held');
  const { url } = await post(`/orders/${orderId}/payment`, {});
  assert.ok(url.startsWith(`${shop}/bank/`), url);
  assert.equal((await fetch(url)).status, 200);
  const paid = await fetch(`${url}/pay`, {
    method: 'POST',
    // Every browser says so.
    headers: { origin: shop },
    body: new URLSearchParams(),
    redirect: 'manual',
  });
  assert.equal(paid.status, 303, await paid.text());
  assert.match(paid.headers.get('location') ?? '', new RegExp(`^${shop}/orders/${orderId}`));
  await becomes(orderId, 'confirmed');
  for (const name of ['bank-token', 'bank-webhook-secret', 'payments-token']) {
    const { mode } = await stat(join(folder, 'data/secrets', name));
    assert.equal(mode & 0o777, 0o600, name);
  }
});

test('the secrets of the bank are made once', async () => {
  const dataFolder = join(folder, 'once');
  const read = async () => {
    const { environment } = prepareLocalPayments({ root, dataFolder, environment: {} });
    return await readFile(environment['BANK_WEBHOOK_SECRET_FILE'] ?? '', 'utf8');
  };
  const first = await read();
  assert.match(first, /^whsec_[A-Za-z0-9+/]{43}=\n$/);
  assert.equal(await read(), first);
});

test('with Stripe there is no bank, and no process but payments has its keys', () => {
  const places = {
    root,
    dataFolder: join(folder, 'stripe'),
    environment: { PAYMENT_PROVIDER: 'stripe', STRIPE_SECRET_KEY: 'sk_test_1', LOG_LEVEL: 'warn' },
  };
  const payments = prepareLocalPayments(places);
  assert.equal(payments.runsBank, false);
  const environmentOf = (name: string) =>
    serviceEnvironment(name, {
      ...{ places, payments, port: 1, login: {}, requestCores: undefined },
      consoleUrl: 'http://localhost:8081',
      doorUrl: 'http://localhost:8080',
      publicUrl: 'http://localhost:8080',
      ports: new Map([['payments', 1]]),
    });
  const own = environmentOf('payments');
  assert.equal(own['PAYMENT_PROVIDER'], 'stripe');
  assert.equal(own['STRIPE_SECRET_KEY'], 'sk_test_1');
  assert.equal(own['TEST_PAYMENTS'], undefined);
  assert.doesNotMatch(Object.keys(own).join(), /BANK_/);
  for (const name of ['gateway', 'order-worker', 'workload-generator', 'audit']) {
    const environment = environmentOf(name);
    assert.equal(environment['LOG_LEVEL'], 'warn');
    assert.doesNotMatch(JSON.stringify(environment), /sk_test_1/, name);
  }
});
