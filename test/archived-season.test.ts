import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Order, OrderPayment, StaffPayment } from '@onsale/contracts';
import {
  archivedPaymentsKey,
  audit,
  DAY_MS,
  type Ledger,
  newOrderId,
  openLedger,
  orderAddress,
  placeOrders,
  readStock,
} from '@onsale/ledger';
import {
  migrateRecords,
  openRecords,
  readShards,
  type Records,
  writeSettings,
} from '@onsale/records';
import {
  buy,
  editOrder,
  eventually,
  freePorts,
  ORDER_STATE,
  type RunningService,
  startPostgres,
  startSystem,
} from '@onsale/testing';

// A season that is over: all processes as they run in a shop, and a Redis from which everything was
// archived. Buyers still find their orders, the seller refunds them, and the provider is heard.

const TOKENS = {
  BANK_TOKEN: 'token-of-the-bank',
  OFFICE_TOKEN: 'token-of-the-office',
  PAYMENTS_TOKEN: 'token-of-the-staff',
};
const BANK_WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const LONG_AGO = Date.now() - 100 * DAY_MS;
const ADMIN = fileURLToPath(new URL('../admin/src/main.ts', import.meta.url));

const [database, system, folder] = await Promise.all([
  startPostgres(),
  startSystem({ capacity: 100 }),
  mkdtemp(join(tmpdir(), 'onsale-season-')),
]);
let db: Records;
let ledger: Ledger;
let office: RunningService;
let gateway: RunningService;
let payments: RunningService;
let bank: RunningService;
/** Orders by what became of them: all are archived. */
const orders = { free: '', paid: '', expired: '' };
/** What buyers saw of each before. */
const seen = new Map<string, Order>();

before(async () => {
  db = openRecords({ url: database.url, name: 'test', onError: () => undefined });
  await migrateRecords(db);
  ledger = await openLedger(system.connection, 1);
  const records = { DATABASE_URL: database.url };
  const [port = 0] = await freePorts(1);
  [office, bank] = await Promise.all([
    system.startService('office', {
      ...{ ...records, OFFICE_TOKEN: TOKENS.OFFICE_TOKEN },
      OFFICE_SECRET: 'secret-of-the-office-for-its-tests',
    }),
    system.startService('bank', {
      ...{ BANK_TOKEN: TOKENS.BANK_TOKEN, BANK_WEBHOOK_SECRET, DATA_DIR: folder },
      WEBHOOK_URL: `http://127.0.0.1:${port}/webhooks/bank`,
    }),
  ]);
  const archive = { OFFICE_URL: office.address, OFFICE_TOKEN: TOKENS.OFFICE_TOKEN };
  [gateway, payments] = await Promise.all([
    system.startGateway(archive),
    system.startService('payments', {
      ...{ ...TOKENS, ...archive, BANK_WEBHOOK_SECRET, BANK_URL: bank.address },
      ...{ PAYMENT_PROVIDER: 'bank', TEST_PAYMENTS: 'true', PORT: String(port) },
      ...{ PUBLIC_URL: 'https://tickets.example', PAYMENT_SWEEP_MS: '250' },
    }),
    system.startWorker(),
  ]);
  await sell();
  await letSeasonEnd();
  await system.startService('recorder', records);
  await eventually(
    async () => await readShards(db),
    ([row]) => row?.state === 'recording',
  );
});
after(async () => {
  await db.destroy();
  await system.stop();
  await database.stop();
  await rm(folder, { recursive: true });
});

async function sell(): Promise<void> {
  orders.free = (await buy(gateway.address, 'free')).orderId ?? '';
  orders.paid = await hold(600_000);
  orders.expired = await hold(1);
  const { url } = await ask<{ url: string }>(payments, `/orders/${orders.paid}/payment`, {});
  await ask(bank, `/checkouts/${url.slice(url.lastIndexOf('/') + 1)}/pay`, {}, TOKENS.BANK_TOKEN);
  const outcomes = { free: 'confirmed', paid: 'confirmed', expired: 'expired' };
  for (const [name, outcome] of Object.entries(outcomes)) {
    const id = orders[name as keyof typeof orders];
    const order = await eventually(
      async () => await show(id),
      ({ status }) => status === outcome,
    );
    seen.set(id, order);
  }
  await eventually(
    async () => await ask<OrderPayment>(payments, `/orders/${orders.paid}/payment`),
    ({ state }) => state === 'paid',
  );
}

async function hold(holdMs: number): Promise<string> {
  const order = {
    ...{ id: newOrderId(0, Date.now()), eventId: 'show', currency: 'EUR', paymentMethod: 'online' },
    customer: { name: 'Ada', email: 'ada@example.com' },
    lines: [{ ticketId: 'seat', type: 'adult', qty: 1, unitMinor: 1000 }],
    ...{ totalMinor: 1000, holdMs },
  };
  await placeOrders(ledger, 0, { orders: [order], maxBacklog: 1000 });
  await eventually(
    async () => await show(order.id),
    ({ status }) => status !== 'pending',
  );
  return order.id;
}

/** All of it was long ago; but for the ids, which nobody can change. */
async function letSeasonEnd(): Promise<void> {
  for (const id of Object.values(orders)) {
    const record = String(await system.redis.command('HGET', ...orderAddress(0, id)));
    const head = (JSON.parse(record) as [string])[0].replace(/\d+/, String(LONG_AGO));
    await editOrder(system.redis, id, { place: ORDER_STATE, text: head });
    const order = seen.get(id)!;
    seen.set(id, { ...order, settledAt: new Date(LONG_AGO).toISOString() });
  }
  const key = '{s0}:event:show';
  const document = JSON.parse(
    String(await system.redis.command('HGET', key, 'document')),
  ) as object;
  const over = { ...document, startsAt: new Date(LONG_AGO).toISOString() };
  await system.redis.command('HSET', key, 'document', JSON.stringify(over));
}

async function ask<Answer>(
  { address }: RunningService,
  path: string,
  body?: object,
  token?: string,
): Promise<Answer> {
  const response = await fetch(address + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Answer;
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

const show = async (orderId: string) => await ask<Order>(gateway, `/v1/orders/${orderId}`);

/** What the command says. */
async function archive(): Promise<string> {
  const args = ['archive', '--to', join(folder, 'archive'), '--recorded'];
  const child = spawn(process.execPath, [ADMIN, ...args], {
    env: { PATH: process.env['PATH'], REDIS_URL: system.redis.url, DATABASE_URL: database.url },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  assert.equal(code, 0, text);
  return text;
}

/** What Redis has of orders, events and payments. */
const left = async () => {
  const keys = (await system.redis.command('KEYS', '{s0}:*')) as string[];
  return keys.filter((key) => /:(orders|payments|archived-payments|stock|holds)(:\w+)?$/.test(key));
};

test('orders stay as long as the seller has said in the console', async () => {
  const settings = { languages: ['en' as const], keepDays: 101 };
  await writeSettings(db, settings, { revision: 0, changedBy: 'Ada' });
  assert.match(await archive(), /^0 orders have left, and 1 that got neither/);
  assert.notDeepEqual(await left(), []);
  await writeSettings(db, { ...settings, keepDays: 30 }, { revision: 1, changedBy: 'Ada' });
});

test('Redis is emptied of a season, every order is found, and the audit closes', async () => {
  // Nobody is asked for what may still be in Redis.
  const missing = newOrderId(0, Date.now());
  assert.equal((await fetch(`${gateway.address}/v1/orders/${missing}`)).status, 404);
  assert.match(await archive(), /^2 orders have left[^]*event show is arch/);
  assert.deepEqual(await left(), []);
  const { problems, archivedOrders } = await audit(ledger);
  assert.deepEqual([problems, archivedOrders], [[], 3]);
  for (const [id, order] of seen) {
    assert.deepEqual(await show(id), order);
    const stream = await fetch(`${gateway.address}/v1/orders/${id}/stream`);
    // It has its outcome, so the stream ends.
    assert.match(await stream.text(), new RegExp(`^event: order\\ndata: {"orderId":"${id}"`));
    await assert.rejects(ask(gateway, `/v1/orders/${id}/cancel`, {}), /ORDER_NOT_HELD/);
  }
  const { state } = await ask<OrderPayment>(payments, `/orders/${orders.paid}/payment`);
  assert.equal(state, 'paid');
  assert.equal((await fetch(`${gateway.address}/v1/orders/${missing}`)).status, 404);
});

test('a refund of an archived order moves its money, which is recorded and leaves again', async () => {
  const path = `/payments/${orders.paid}`;
  await ask(payments, `${path}/refunds`, { id: 'goodwill', amount: 4 }, TOKENS.PAYMENTS_TOKEN);
  const { refunds } = await eventually(
    async () => await ask<StaffPayment>(payments, path, undefined, TOKENS.PAYMENTS_TOKEN),
    (payment) => payment.refunds[0]?.state === 'done',
  );
  assert.equal(refunds[0]?.amount, 4);
  assert.deepEqual((await readStock(ledger, 0)).size, 0);
  assert.deepEqual(await show(orders.paid), seen.get(orders.paid));
  assert.deepEqual((await audit(ledger)).problems, []);
  assert.match(await archive(), /1 order stays: it is not their time yet/);

  const [index, id] = [archivedPaymentsKey(0), orders.paid];
  const text = String(await system.redis.command('HGET', index, id));
  // An hour later.
  await system.redis.command('HSET', index, id, text.replace(/^\d+/, String(LONG_AGO)));
  await eventually(
    async () => await db.selectFrom('records.payments').selectAll().executeTakeFirst(),
    (row) => row?.returned === 400 && !row.is_open,
  );
  assert.match(await archive(), /1 payment of archived orders has left/);
  assert.deepEqual(await left(), []);
  const after = await ask<StaffPayment>(payments, path, undefined, TOKENS.PAYMENTS_TOKEN);
  assert.deepEqual(after.refunds, refunds);
  assert.deepEqual((await audit(ledger)).problems, []);
});

test('while the office is away, only who asks for an archived order is told so', async () => {
  await office.stop();
  const answers = [`${gateway.address}/v1/orders/`, `${payments.address}/orders/`];
  for (const [i, address] of answers.entries()) {
    const response = await fetch(`${address}${orders.paid}${i === 0 ? '' : '/payment'}`);
    const { code } = (await response.json()) as { code: string };
    assert.deepEqual([response.status, code], [503, 'ARCHIVE_UNAVAILABLE']);
    assert.equal(response.headers.get('retry-after'), '5');
  }
  const missing = newOrderId(0, Date.now());
  assert.equal((await fetch(`${gateway.address}/v1/orders/${missing}`)).status, 404);
  assert.equal((await fetch(`${gateway.address}/readyz`)).status, 200);
});
