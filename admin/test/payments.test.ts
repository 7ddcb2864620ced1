import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { StaffPayment } from '@onsale/contracts';
import { freePorts } from '@onsale/testing';
import { openShop, STAFF_TOKEN } from '../../services/payments/test/payments-shop.ts';
import { describePayment } from '../src/payments/describe-payment.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const shop = await openShop();
const folder = await mkdtemp(join(tmpdir(), 'onsale-admin-'));
after(async () => {
  await shop.close();
  await rm(folder, { recursive: true });
});
const tokenFile = join(folder, 'token');
await writeFile(tokenFile, `${STAFF_TOKEN}\n`);

/** Runs `payments …` to its end. */
async function payments(args: readonly string[], environment: Record<string, string> = {}) {
  const env = {
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
    PAYMENTS_URL: shop.url,
    PAYMENTS_TOKEN_FILE: tokenFile,
    ...environment,
  };
  const child = spawn(process.execPath, [MAIN, 'payments', ...args], { env });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...texts };
}

async function paidOrder(): Promise<string> {
  const orderId = await shop.hold();
  await shop.pay((await shop.start(orderId)).checkoutId);
  await shop.seen(orderId, ({ state }) => state === 'paid');
  return orderId;
}

test('a payment is shown, and refunded in part once and then in full', async () => {
  const orderId = await paidOrder();
  const shown = await payments(['show', orderId]);
  assert.equal(shown.code, 0);
  assert.match(shown.stdout, /^order confirmed, 40\.00 EUR, provider bank\n/);
  assert.match(shown.stdout, /1 {2}paid +40\.00 EUR +tickets/);
  const one = ['refund', orderId, '--id', 'one', '--tickets', 'adult:2', '--restock'];
  assert.equal((await payments(one)).code, 0);
  assert.match((await payments(one)).stdout, /one +(asked|pending|done) +20\.00 EUR +seller/);
  const again = await payments(['refund', orderId, '--id', 'two', '--tickets', 'adult:2']);
  assert.deepEqual(
    [again.code, again.stderr],
    [1, 'one of these tickets has been refunded already (NOT_REFUNDABLE)\n'],
  );
  await shop.seen(orderId, ({ refunds }) => refunds[0]?.state === 'done');
  const rest = await payments(['refund', orderId, '--id', 'rest', '--json']);
  const { status, refunds } = JSON.parse(rest.stdout) as StaffPayment;
  assert.deepEqual([status, refunds.map(({ amount }) => amount)], ['refunded', [20, 20]]);
});

test('an order is marked as paid once', async () => {
  const orderId = await shop.hold({ paymentMethod: 'manual' });
  const marked = await payments(['mark-paid', orderId, '--reference', 'statement-7']);
  assert.equal(marked.code, 0, marked.stderr);
  assert.match(marked.stdout, /^order confirmed/);
  assert.match(marked.stdout, /\nMarked as paid at 20\S+: statement-7\n/);
  assert.doesNotMatch(marked.stdout, /Nobody/);
  const other = await payments(['mark-paid', orderId, '--reference', 'statement-8']);
  assert.deepEqual([other.code, other.stdout], [1, '']);
});

test('the comparison ends with 1 when money is on nobody’s way, and names no order id', async () => {
  const clean = await payments(['reconcile']);
  assert.equal(clean.code, 0, clean.stderr + clean.stdout);
  assert.match(clean.stdout, /Provider, payments and orders agree\./);
  const orderId = await paidOrder();
  const { payment } = await shop.read(orderId);
  const paymentId = payment?.attempts[0]?.paymentId ?? '';
  await shop.bank('POST', `/payments/${paymentId}/dispute`, { state: 'needs_response' });
  const found = await payments(['reconcile']);
  assert.equal(found.code, 1);
  assert.match(found.stdout, /\ndispute +\w+-\w+ /);
  assert.ok(found.stdout.includes(paymentId) && !found.stdout.includes(orderId));
  const later = await payments(['reconcile', '--from', '2080-01-01', '--to', '2080-01-02']);
  assert.equal(later.code, 0);
});

test('doctor says what is wrong, and keeps a secret in a file of its own', async () => {
  const { code, stdout } = await payments(['doctor']);
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^provider bank\nok /);
  // The bank has its one endpoint, so none is created, and no file stays.
  const file = join(folder, 'secret');
  const create = ['doctor', '--create-endpoint', '--secret-file'];
  assert.match((await payments([...create, file])).stdout, /No endpoint was created/);
  await assert.rejects(stat(file), { code: 'ENOENT' });

  const answer = { provider: 'stripe', checks: [{ name: 'webhook', ok: true, message: 'made' }] };
  const stripe = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ...answer, webhookSecret: 'whsec_once' }));
  }).listen(0, '127.0.0.1');
  await once(stripe, 'listening');
  const url = `http://127.0.0.1:${(stripe.address() as AddressInfo).port}`;
  const made = await payments([...create, file], { PAYMENTS_URL: url });
  assert.equal(made.code, 0, made.stderr);
  assert.ok(!`${made.stdout}${made.stderr}`.includes('whsec_once'));
  assert.equal(await readFile(file, 'utf8'), 'whsec_once');
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const taken = await payments([...create, file, '--json'], { PAYMENTS_URL: url });
  assert.deepEqual([taken.code, taken.stdout], [2, '']);
  assert.equal(await readFile(file, 'utf8'), 'whsec_once');
  stripe.closeAllConnections();
  stripe.close();
});

test('errors say what to do', async () => {
  const says = async (args: string[], environment: Record<string, string>) => {
    const { code, stderr } = await payments(args, environment);
    return `${code} ${stderr}`;
  };
  assert.match(
    await says(['show', 'x'], { PAYMENTS_TOKEN_FILE: '' }),
    /^2 .*PAYMENTS_TOKEN is miss/,
  );
  const wrong = { PAYMENTS_TOKEN_FILE: '', PAYMENTS_TOKEN: 'wrong' };
  assert.match(await says(['show', 'x'], wrong), /^1 payments refused the token/);
  const [port] = await freePorts(1);
  const away = { PAYMENTS_URL: `http://127.0.0.1:${port}`, CONNECT_TIMEOUT_MS: '300' };
  assert.match(await says(['show', 'x'], away), /^1 cannot reach payments at .*ECONNREFUSED/);
  const gone = '01m842xp8x00gt07zqfyj26crn2k';
  assert.match(await says(['show', gone], {}), /^1 .*\(ORDER_NOT_FOUND\)/);
  const usages = [
    ['refund', gone],
    ['refund', gone, '--id', 'a', '--amount', '-1'],
    ['refund', gone, '--id', 'a', '--tickets', 'adult'],
    ['refund', gone, '--id', 'a', '--tickets', 'adult:1', '--amount', '1'],
    ['mark-paid', gone],
    ['reconcile', '--from', 'yesterday'],
    ['reconcile', '--from', '2026-02-02', '--to', '2026-02-01'],
    ['doctor', '--create-endpoint'],
  ];
  const refusals = await Promise.all(usages.map((args) => says(args, {})));
  for (const refusal of refusals) assert.match(refusal, /^2 /);
});

test('amounts have the digits of their currency', () => {
  const payment = (currency: string, amount: number): StaffPayment => ({
    ...{ orderId: 'o', status: 'confirmed', provider: 'bank', amount, currency },
    ...{ attempts: [], refunds: [], disputes: [], problems: ['look at this'] },
  });
  assert.match(describePayment(payment('JPY', 1500)), /1500 JPY, provider bank/);
  assert.match(describePayment(payment('KWD', 1.25)), /1\.250 KWD[^]*! look at this$/);
});
