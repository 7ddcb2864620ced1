import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { createClient } from '@redis/client';
import {
  archivedPaymentsKey,
  archiveKey,
  audit,
  beginRetiring,
  boughtKey,
  clearSetBack,
  countsKey,
  deadLetterKey,
  eventKey,
  eventsKey,
  finishOrders,
  holdsKey,
  type Ledger,
  logReadersKey,
  mayBeArchived,
  moveReader,
  newOrderId,
  noteSetBack,
  openLedger,
  openPaymentsKey,
  orderAddress,
  orderChangesChannel,
  orderLogKey,
  orderSecond,
  orderStreamKey,
  paymentsDueKey,
  paymentsKey,
  poolsKey,
  readLog,
  readPayment,
  readSetBack,
  registerReader,
  REHEARSAL_SHARD,
  requestCancel,
  retireRefusedOrders,
  SELLER_KEY,
  SET_BACK_KEY,
  stockKey,
  WORKER_GROUP,
  writePayment,
} from '@onsale/ledger';
import { migrateRecords, openRecords } from '@onsale/records';
import { findScripts } from '@onsale/redis';
import {
  buy,
  catalogOf,
  connectionOf,
  eventually,
  freePorts,
  installOn,
  type ServiceProcess,
  startRedis,
  startPostgres,
  startService,
  type TestRedis,
} from '@onsale/testing';
import { hashPassword, readRedisUsers, renderAclFile } from '../src/redis-users.ts';

// Every service logs in as a user that may do what the service does, and nothing else. ACL LOG has
// what a service was refused: after a sale, it must be empty.

const users = readRedisUsers();
const passwords = Object.fromEntries(
  users.filter((user) => user.hasPassword).map(({ name }) => [name, `password of ${name}`]),
);
const setupLogin = {
  REDIS_SETUP_USERNAME: 'gateway-setup',
  REDIS_SETUP_PASSWORD: passwords['gateway-setup'] ?? '',
};
/** One for all gateways here: with another key one would refuse the data. */
const CUSTOMER_KEY = 'a key of at least thirty-two characters';

const HELD_CATALOG = `
seller: { name: Shop, terms: { version: v1, text: Be kind. } }
events:
  - id: held-show
    name: Show
    venue: Hall
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    paymentMethods: [online]
    holdMinutes: 0.05
    maxPerCustomer: 5
    maxHoldsPerClient: 5
    pools: [{ id: hall, capacity: 9 }]
    tickets:
      - { id: held-seat, name: Seat, type: adult, price: 10, capacity: 9, pool: hall }
`;
/** The same, with time to pay. */
const PAID_CATALOG = HELD_CATALOG.replaceAll('held-', 'paid-').replace('0.05', '10');
const PAYMENTS_TOKEN = 'token-of-the-team';
const BANK_TOKEN = 'token-of-the-bank';
let folder: string;
let redis: TestRedis;
const services: ServiceProcess[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-acl-'));
  await writeFile(join(folder, 'users.acl'), renderAclFile(passwords));
  await writeFile(join(folder, 'catalog.yaml'), catalogOf(2));
  await writeFile(join(folder, 'held.yaml'), HELD_CATALOG);
  await writeFile(join(folder, 'paid.yaml'), PAID_CATALOG);
  await writeFile(join(folder, 'rehearsal.yaml'), REHEARSAL_CATALOG);
  redis = await startRedis({
    args: ['--aclfile', join(folder, 'users.acl')],
    shards: 0,
    login: { username: 'admin', password: passwords['admin'] ?? '' },
  });
  await installOn(connectionOf({ command: (...command) => as('install', ...command) }));
});
after(async () => {
  for (const service of services) service.signal('SIGKILL');
  await Promise.all(services.map((service) => service.exited));
  await redis.stop();
  await rm(folder, { recursive: true });
});

async function start(service: string, environment: Record<string, string> = {}) {
  const started = startService(service, {
    REDIS_URL: redis.url,
    REDIS_USERNAME: service,
    REDIS_PASSWORD: passwords[service] ?? '',
    CATALOG_FILE: join(folder, 'catalog.yaml'),
    ...(service === 'gateway' ? setupLogin : {}),
    ...environment,
  });
  services.push(started);
  return { ...started, address: await started.ready() };
}

/** Payments with its own user, and the bank, each of which must know where the other is. */
async function startPayments() {
  const [port = 0] = await freePorts(1);
  const secrets = {
    BANK_TOKEN,
    BANK_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  };
  const payments = `http://127.0.0.1:${port}`;
  const bank = await start('bank', {
    ...secrets,
    DATA_DIR: join(folder, 'bank'),
    WEBHOOK_URL: `${payments}/webhooks/bank`,
  });
  const started = await start('payments', {
    ...secrets,
    PORT: String(port),
    PUBLIC_URL: 'http://localhost:8080',
    PAYMENT_PROVIDER: 'bank',
    TEST_PAYMENTS: 'true',
    PAYMENTS_TOKEN,
    BANK_URL: bank.address,
    // The sweep, too, may do all that it must.
    PAYMENT_SWEEP_MS: '250',
  });
  return { payments, bank: bank.address, services: [started, bank] };
}

/** An event whose orders are held until they are paid, with limits and a pool. */
const HELD_EVENT = `
  - id: held
    name: Held
    venue: Hall
    startsAt: 2099-05-01T20:00:00+02:00
    currency: EUR
    paymentMethods: [online]
    maxPerCustomer: 2
    maxHoldsPerCustomer: 2
    maxHoldsPerClient: 5
    pools: [{ id: room, capacity: 3 }]
    tickets:
      - { id: chair, name: Chair, type: adult, price: 10, capacity: 5, pool: room }
`;

const REHEARSAL_CATALOG = `
events:
  - id: rehearsal
    name: Rehearsal
    venue: Nowhere
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    rehearsal: true
    pools: [{ id: room, capacity: 9 }]
    tickets:
      - { id: dry-seat, name: Seat, type: adult, price: 10, capacity: 9, pool: room }
`;

/** The ledger, as a Redis user. */
async function ledgerOf(user: string): Promise<Ledger> {
  return await openLedger(connectionOf({ command: (...command) => as(user, ...command) }), 1);
}

/** One command as a Redis user. */
async function as(user: string, ...command: string[]): Promise<unknown> {
  const client = createClient({
    socket: { path: redis.url.replace('unix://', ''), tls: false, reconnectStrategy: false },
    ...(user === '' ? {} : { username: user, password: passwords[user] ?? 'any' }),
    RESP: 2,
    disableClientInfo: true,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await client.sendCommand(command);
  } finally {
    client.destroy();
  }
}

describe('render-users.sh', () => {
  const script = fileURLToPath(new URL('../redis/render-users.sh', import.meta.url));
  const rules = fileURLToPath(new URL('../redis', import.meta.url));

  it('makes the same file in a pod as on this machine', async () => {
    for (const [name, password] of Object.entries(passwords)) {
      await writeFile(join(folder, name), hashPassword(password));
    }
    const file = join(folder, 'rendered.acl');
    execFileSync('sh', [script, rules, folder, file]);
    assert.equal(await readFile(file, 'utf8'), renderAclFile(passwords));
  });

  it('names the entry that a Secret lacks', () => {
    const { status, stderr } = spawnSync('sh', [script, rules, '/nowhere', join(folder, 'none')]);
    assert.equal(status, 1);
    assert.equal(
      String(stderr),
      'the Secret redis-users has no entry admin; the Job install adds it\n',
    );
  });
});

describe('the users of Redis', () => {
  it('let the services sell, take over, give up and end', async () => {
    const gateway = await start('gateway', { RATE_LIMIT_ORDERS: '100' });
    const placed = await buy(gateway.address, 'one');
    assert.equal(placed.status, 201);
    assert.equal(
      (
        (await redis.command('SCAN', '0', 'MATCH', '{requests}:*', 'COUNT', '1000')) as string[][]
      )[1]?.length,
      1,
    );
    assert.deepEqual(await buy(gateway.address, 'one'), placed);

    // A dead worker holds the order, and one entry points to nothing.
    const stream = orderStreamKey(0);
    const read = ['XREADGROUP', 'GROUP', WORKER_GROUP, 'dead', 'STREAMS', stream, '>'];
    await redis.command(...read);
    await redis.command('XADD', stream, '*', 'v', '1', 'order', 'nowhere');
    const worker = await start('order-worker', {
      WORKER_CLAIM_IDLE_MS: '100',
      WORKER_MAX_DELIVERIES: '1',
    });
    const followed = await fetch(`${gateway.address}/v1/orders/${placed.orderId}/stream`);
    assert.match(await followed.text(), /"status":"confirmed"/);
    await eventually(
      () => redis.command('XLEN', deadLetterKey(0)),
      (entries) => entries === 1,
    );
    await eventually(
      () => redis.command('XLEN', stream),
      (entries) => entries === 0,
    );
    for (const service of [worker, gateway]) {
      service.signal('SIGTERM');
      assert.equal(await service.exited, 0);
    }
    assert.equal(await redis.command('HGET', stockKey(0), 'seat:sold'), '1');
    assert.equal(await redis.command('HGET', countsKey(0), 'confirmed'), '1');
    assert.deepEqual(await redis.command('ACL', 'LOG'), []);
  });

  it('let the services hold tickets, and put them back on sale', async () => {
    const gateway = await start('gateway', {
      CATALOG_FILE: join(folder, 'held.yaml'),
      CUSTOMER_KEY,
    });
    const worker = await start('order-worker');
    const orders = `${gateway.address}/v1/orders`;
    const post = (url: string, body?: object) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const hold = async () => {
      const placed = await post(orders, {
        customer: { name: 'Ada', email: 'ada@example.com' },
        items: [{ ticketId: 'held-seat', qty: 1 }],
        paymentMethod: 'online',
      });
      const { orderId } = (await placed.json()) as { orderId: string };
      const url = `${orders}/${orderId}`;
      await eventually(
        async () => await (await fetch(url)).text(),
        (text) => text.includes('"status":"held"'),
      );
      return url;
    };
    const expiring = await hold();
    const cancelled = await post(`${await hold()}/cancel`);
    assert.equal(cancelled.status, 200, await cancelled.text());
    assert.match(await (await fetch(`${expiring}/stream`)).text(), /"status":"expired"/);
    assert.match(await (await fetch(`${gateway.address}/metrics`)).text(), /onsale_open_payments/);
    const books = await redis.command(
      'HMGET',
      stockKey(0),
      'held-seat:remaining',
      'held-seat:held',
    );
    assert.deepEqual(books, ['9', '0']);
    for (const service of [worker, gateway]) await service.stop();
    assert.deepEqual(await redis.command('ACL', 'LOG'), []);
  });

  it('let payments take an order from its hold to its tickets, or close its page', async () => {
    const gateway = await start('gateway', {
      CATALOG_FILE: join(folder, 'paid.yaml'),
      CUSTOMER_KEY,
    });
    const worker = await start('order-worker');
    const shop = await startPayments();
    const orders = `${gateway.address}/v1/orders`;
    const post = async (url: string, body: object, token = '') => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
      const text = await answer.text();
      assert.ok(answer.ok, `${url} ${answer.status} ${text}`);
      return JSON.parse(text) as Record<string, string>;
    };
    const becomes = async (orderId: string, status: string) =>
      await eventually(
        async () => await (await fetch(`${orders}/${orderId}`)).text(),
        (text) => text.includes(`"status":"${status}"`),
      );
    const begin = async () => {
      const { orderId = '' } = await post(orders, {
        customer: { name: 'Ada', email: 'ada@example.com' },
        items: [{ ticketId: 'paid-seat', qty: 1 }],
        paymentMethod: 'online',
      });
      await becomes(orderId, 'held');
      const { url = '' } = await post(`${shop.payments}/orders/${orderId}/payment`, {});
      return { orderId, checkoutId: new URL(url).pathname.split('/').at(-1) };
    };
    const paid = await begin();
    await post(`${shop.bank}/checkouts/${paid.checkoutId}/pay`, {}, BANK_TOKEN);
    await becomes(paid.orderId, 'confirmed');
    const refund = { id: 'all', restock: true };
    await post(`${shop.payments}/payments/${paid.orderId}/refunds`, refund, PAYMENTS_TOKEN);
    await becomes(paid.orderId, 'refunded');
    const day = 86_400_000;
    const period = [-day, day].map((each) => new Date(Date.now() + each).toISOString());
    const { findings } = await post(
      `${shop.payments}/reconciliations`,
      { from: period[0], to: period[1] },
      PAYMENTS_TOKEN,
    );
    assert.deepEqual(findings, []);
    const left = await begin();
    await fetch(`${orders}/${left.orderId}/cancel`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    await becomes(left.orderId, 'cancelled');
    assert.equal((await fetch(`${shop.payments}/metrics`)).status, 200);
    for (const service of [...shop.services, worker, gateway]) await service.stop();
    assert.deepEqual(await redis.command('ACL', 'LOG'), []);
  });

  it('let payments bring back the payment of an order that has left, and the gateway ask for it', async () => {
    const orderId = newOrderId(0, Date.now() - 1_000_000);
    await redis.command('HSET', archiveKey(0), 'archivedTo', orderSecond(orderId));
    assert.equal(await mayBeArchived(await ledgerOf('gateway'), orderId), true);
    const record = '["c1","seat:1:1000:adult",1000,"EUR","show","Ada","ada@example.org","online"]';
    const ledger = await ledgerOf('payments');
    const { archived } = (await readPayment(ledger, orderId, async () => ({ record }))) ?? {};
    const none = { revision: 0, provider: 'bank', amountMinor: 1000, currency: 'EUR' } as const;
    const after = { ...none, attempts: [], refunds: [], disputes: [] };
    const change = { before: undefined, after, dueInMs: undefined, archived };
    assert.equal(await writePayment(ledger, orderId, change), 'written');
    assert.equal((await readPayment(ledger, orderId))?.payment?.revision, 1);
    await redis.command('DEL', archivedPaymentsKey(0), paymentsKey(0, orderSecond(orderId)));
    assert.deepEqual(await redis.command('ACL', 'LOG'), []);
  });

  it('have one for the setup of stock, and a gateway without it says so', async () => {
    const gateway = startService('gateway', {
      REDIS_URL: redis.url,
      REDIS_USERNAME: 'gateway',
      REDIS_PASSWORD: passwords['gateway'] ?? '',
      CATALOG_FILE: join(folder, 'catalog.yaml'),
    });
    services.push(gateway);
    await gateway.logged((line) => line.msg.includes('REDIS_SETUP_USERNAME is missing'));
    assert.equal(await gateway.exited, 1);
    await redis.command('ACL', 'LOG', 'RESET');
  });

  it('let operators see the fleet and the books', async () => {
    const gateway = await start('gateway');
    await start('workload-generator', { TARGET_API: gateway.address });
    const fleet = () => fetch(`${gateway.address}/v1/fleet`).then((response) => response.text());
    await eventually(fleet, (text) => text.includes('workload-generator'));
    const audit = await start('audit');
    const asked = [
      ...['/metrics', '/v1/events'].map((path) => gateway.address + path),
      ...['/v1/audit/books', '/v1/audit', '/metrics'].map((path) => audit.address + path),
    ];
    for (const address of asked) {
      const response = await fetch(address);
      assert.equal(response.status, 200, `${address} ${await response.text()}`);
    }
    await audit.stop();
    await gateway.stop();
    assert.deepEqual(await redis.command('ACL', 'LOG'), []);
  });

  it('let the generator reset rehearsals', async () => {
    const gateway = await start('gateway', { CATALOG_FILE: join(folder, 'rehearsal.yaml') });
    const generator = await start('workload-generator', { TARGET_API: gateway.address });
    const post = async (address: string, body: object) => {
      const answer = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
    const order = {
      customer: { name: 'Ada', email: 'ada@example.com' },
      items: [{ ticketId: 'dry-seat', qty: 1 }],
      paymentMethod: 'card',
    };
    assert.equal((await post(`${gateway.address}/v1/orders`, order)).status, 201);
    const worker = await start('order-worker');
    const sold = () => redis.command('HGET', stockKey(REHEARSAL_SHARD), 'dry-seat:sold');
    await eventually(sold, (count) => count === '1');
    // One more waits, and is in the hands of nobody.
    await worker.stop();
    assert.equal((await post(`${gateway.address}/v1/orders`, order)).status, 201);
    // It finds Redis on its own time.
    const reset = await eventually(
      () => post(`${generator.address}/rehearsal/reset`, {}),
      ({ status }) => status === 200,
    );
    assert.deepEqual(reset.body, { ordersDeleted: 2 });
    assert.equal(await sold(), '0');
    for (const service of [generator, gateway]) await service.stop();
    assert.deepEqual(await redis.command('ACL', 'LOG'), []);
  });

  it('let the recorder record what is there and what comes, and stop a sale', async () => {
    const postgres = await startPostgres();
    const db = openRecords({ url: postgres.url, name: 'test', onError: () => undefined });
    try {
      await migrateRecords(db);
      const recorder = await start('recorder', { DATABASE_URL: postgres.url });
      const confirmed = async () => {
        const rows = await db.selectFrom('records.orders').select('status').execute();
        return rows.filter(({ status }) => status === 'confirmed').length;
      };
      await eventually(confirmed, (count) => count === 1);
      const gateway = await start('gateway');
      const worker = await start('order-worker');
      assert.equal((await buy(gateway.address, 'recorded')).status, 201);
      await eventually(confirmed, (count) => count === 2);
      assert.match(
        await (await fetch(`${recorder.address}/metrics`)).text(),
        /^onsale_recorder_behind_entries\{/m,
      );
      // It would take the mark away again, because no shard is set back.
      await recorder.stop();
      const setBack = { shard: 0, recorded: '9-9', logEnd: '1-1', atMs: 1 };
      const redisOfRecorder = (await ledgerOf('recorder')).redis;
      await noteSetBack(redisOfRecorder, setBack);
      assert.deepEqual(await readSetBack((await ledgerOf('gateway')).redis), setBack);
      await clearSetBack(redisOfRecorder);
      for (const service of [worker, gateway]) await service.stop();
      assert.deepEqual(await redis.command('ACL', 'LOG'), []);
    } finally {
      await db.destroy();
      await postgres.stop();
    }
  });

  it('let a restart find the catalog as it was, and refuse nothing then', async () => {
    const gateway = await start('gateway');
    const tickets = await (await fetch(`${gateway.address}/v1/tickets`)).text();
    assert.match(tickets, /"remaining":0/);
    await gateway.stop();
    assert.deepEqual(await redis.command('ACL', 'LOG'), []);
  });

  it('let orders be held, cancelled, logged, removed and audited', async () => {
    await registerReader(await ledgerOf('admin'), 'recorder');
    await writeFile(join(folder, 'held.yaml'), `${catalogOf(2)}${HELD_EVENT}`);
    const gateway = await start('gateway', {
      CATALOG_FILE: join(folder, 'held.yaml'),
      CUSTOMER_KEY,
    });
    const worker = await start('order-worker');
    const hold = async () => {
      const response = await fetch(`${gateway.address}/v1/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          customer: { name: 'Ada', email: 'ada@example.com' },
          items: [{ ticketId: 'chair', qty: 1 }],
          paymentMethod: 'online',
        }),
      });
      const text = await response.text();
      assert.equal(response.status, 201, text);
      const { orderId } = JSON.parse(text) as { orderId: string };
      await becomes(orderId, 'held');
      return orderId;
    };
    const becomes = async (orderId: string, status: string) => {
      const read = async () => (await fetch(`${gateway.address}/v1/orders/${orderId}`)).json();
      await eventually(
        async () => ((await read()) as { status: string }).status,
        (found) => found === status,
      );
    };
    const [given, paid] = [await hold(), await hold()];
    assert.equal(await requestCancel(await ledgerOf('gateway'), given), 'asked');
    await becomes(given, 'cancelled');
    const step = { orderId: paid, step: 'confirm', cause: 'test' } as const;
    assert.deepEqual(await finishOrders(await ledgerOf('admin'), 0, [step]), ['done']);

    const working = await ledgerOf('order-worker');
    await assert.rejects(readLog(working, 0, { after: '0-0' }), /NOPERM/);
    const { position } = await readLog(await ledgerOf('audit'), 0, { after: '0-0' });
    await moveReader(await ledgerOf('admin'), 0, { reader: 'recorder', position });
    await redis.command('ACL', 'LOG', 'RESET');
    assert.equal(await beginRetiring(working, 0, { everyMs: 1 }), true);
    const retiring = { refusedMs: 0, pauseMs: 0, waitMs: 1000 };
    assert.ok((await retireRefusedOrders(working, 0, retiring)).removed >= 1);
    assert.deepEqual((await audit(await ledgerOf('audit'))).problems, []);
    await worker.stop();
    await gateway.stop();
    assert.deepEqual(await redis.command('ACL', 'LOG'), []);
  });

  // Redis replays its log as the default user: what that user may not do would be lost, silently.
  it('let Redis read again what it has written', async () => {
    const books = await redis.command('HGETALL', stockKey(0));
    const counts = await redis.command('HGETALL', countsKey(0));
    await redis.kill('SIGKILL');
    await redis.restart();
    assert.deepEqual(await redis.command('HGETALL', stockKey(0)), books);
    assert.deepEqual(await redis.command('HGETALL', countsKey(0)), counts);
    assert.deepEqual(await redis.command('ACL', 'LOG'), []);
  });

  it('isolate the keys of the database API', async () => {
    const api = await start('database-api', { API_TOKEN: 'token' });
    assert.deepEqual(
      api.log.filter(({ level }) => level === 'warn'),
      [],
    );
    await api.stop();
  });

  const nameOf = (operation: string) =>
    findScripts(new URL('../../', import.meta.url)).find((each) => each.operation === operation)
      ?.name ?? '';
  const [settle, write, finish] = [nameOf('settle'), nameOf('write-event'), nameOf('finish')];
  // Its 10 arguments, for an event without ticket types.
  const event = ['show', '0', '{}', 'on_sale', '-', '', '', '', '', '0'];
  const order0 = orderAddress(0, 'x')[0];
  const refusals: [string, string[]][] = [
    // A compromised gateway can place orders, and read those whose id it knows.
    ['gateway', ['SCAN', '0']],
    ['gateway', ['HSCAN', order0, '0']],
    ['gateway', ['HGETALL', order0]],
    ['gateway', ['HSET', stockKey(0), 'seat:remaining', '1000000']],
    ['gateway', ['HINCRBY', stockKey(0), 'seat:remaining', '1']],
    ['gateway', ['XGROUP', 'CREATE', orderStreamKey(0), 'mine', '0']],
    [
      'gateway',
      ['FUNCTION', 'LOAD', 'REPLACE', "#!lua name=x\nredis.register_function('x', print)"],
    ],
    ['gateway', ['SCRIPT', 'LOAD', 'return 1']],
    [
      'gateway',
      [
        ...['FCALL', write, '4', eventKey(0, 'show'), eventsKey(0), stockKey(0), poolsKey(0)],
        ...event,
      ],
    ],
    [
      'gateway',
      [
        ...['FCALL', finish, '6', stockKey(0), countsKey(0), poolsKey(0), holdsKey(0)],
        ...[openPaymentsKey(0), orderLogKey(0), 'c', 'r', 'e', 'b', '0'],
      ],
    ],
    [
      'gateway',
      ['FCALL', settle, '3', orderStreamKey(0), stockKey(0), countsKey(0), 'g', 'c', '0'],
    ],
    ['gateway', ['HSET', eventKey(0, 'show'), 'status', 'closed']],
    ['gateway', ['HSET', SELLER_KEY, 'document', '{}']],
    ['gateway-setup', ['DEL', SELLER_KEY]],
    ['database-api', ['HGET', SELLER_KEY, 'document']],
    ['gateway', ['ZADD', eventsKey(0), '1', 'show']],
    ['gateway', ['HSET', poolsKey(0), 'show/hall:remaining', '9']],
    // It can move the end of a hold, as it can write the order, but not give the tickets back.
    ['gateway', ['ZREM', holdsKey(0), 'x']],
    ['gateway', ['ZADD', openPaymentsKey(0), '1', 'x']],
    ['gateway', ['XADD', orderLogKey(0), '*', 'v', '1']],
    ['gateway', ['HSET', boughtKey(0, 'show'), 'x', '0']],
    ['gateway', ['HDEL', order0, 'x']],
    // It can say that a payment is to be looked at, but not read or change one.
    ['gateway', ['ZREM', paymentsDueKey(0), 'x']],
    ['gateway', ['HGET', paymentsKey(0, 'x'), 'x']],
    ['gateway', ['HSET', paymentsKey(0, 'x'), 'x', 'y']],
    // Payments finishes orders, but places and settles none, and changes nothing that is sold.
    ['payments', ['XADD', orderStreamKey(0), '*', 'v', '1', 'order', 'x']],
    ['payments', ['XRANGE', orderStreamKey(0), '-', '+']],
    ['payments', ['HSET', SELLER_KEY, 'document', '{}']],
    ['payments', ['HSET', eventKey(0, 'show'), 'status', 'closed']],
    ['payments', ['ZADD', eventsKey(0), '1', 'show']],
    ['payments', ['HSET', archiveKey(0), 'archivedTo', 'z']],
    ['payments', ['HDEL', archivedPaymentsKey(0), 'x']],
    ['gateway', ['HSET', archiveKey(0), 'archivedTo', 'z']],
    ['gateway', ['HGET', archivedPaymentsKey(0), 'x']],
    ['payments', ['DEL', order0]],
    ['payments', ['HDEL', order0, 'x']],
    ['payments', ['HGETALL', order0]],
    ['payments', ['DEL', paymentsKey(0, 'x')]],
    ['payments', ['XRANGE', orderLogKey(0), '-', '+']],
    ['payments', ['XDEL', orderLogKey(0), '1-1']],
    ['payments', ['GET', '{s0}:idempotency:one']],
    ['payments', ['GET', '{kv}:entry:a']],
    ['payments', ['SET', '{fleet}:desired', 'x']],
    ['payments', ['SCAN', '0']],
    ['payments', ['EVAL', 'return 1', '0']],
    // The user that sets up stock can't read orders.
    ['gateway-setup', ['HGET', order0, 'x']],
    ['gateway-setup', ['XRANGE', orderStreamKey(0), '-', '+']],
    ['gateway-setup', ['XADD', orderStreamKey(0), '*', 'a', 'b']],
    ['gateway-setup', ['HSET', 'onsale:layout', 'shards', '2']],
    ['gateway-setup', ['DEL', stockKey(0)]],
    ['gateway-setup', ['DEL', eventKey(0, 'show')]],
    ['gateway-setup', ['HSET', boughtKey(0, 'show'), 'x', '0']],
    ['gateway-setup', ['ZREM', eventsKey(0), 'show']],
    // The audit's user changes nothing, and the install's sees nothing of the sale.
    ['audit', ['HSET', order0, 'x', 'y']],
    ['audit', ['HSET', stockKey(0), 'seat:sold', '0']],
    ['audit', ['XDEL', orderStreamKey(0), '1-1']],
    ['audit', ['SCAN', '0']],
    ['audit', ['ZREM', holdsKey(0), 'x']],
    ['audit', ['XADD', orderLogKey(0), '*', 'v', '1']],
    ['audit', ['FCALL', settle, '1', orderStreamKey(0)]],
    ['audit', ['GET', '{kv}:entry:a']],
    ['install', ['HGETALL', stockKey(0)]],
    ['install', ['HSET', 'onsale:layout', 'shards', '2']],
    ['install', ['FUNCTION', 'FLUSH']],
    ['install', ['FCALL', settle, '1', 'onsale:layout']],
    ['gateway', ['XACK', orderStreamKey(0), WORKER_GROUP, '1-1']],
    ['gateway', ['XDEL', orderStreamKey(0), '1-1']],
    ['gateway', ['XREADGROUP', 'GROUP', WORKER_GROUP, 'x', 'STREAMS', orderStreamKey(0), '>']],
    ['gateway', ['DEL', order0]],
    ['gateway', ['SET', order0, 'x']],
    ['gateway', ['SET', stockKey(0), 'x']],
    ['gateway', ['XADD', deadLetterKey(0), '*', 'a', 'b']],
    ['gateway', ['SPUBLISH', orderChangesChannel(0), 'x']],
    ['gateway', ['HSET', 'onsale:layout', 'shards', '2']],
    ['gateway', ['GET', '{kv}:entry:a']],
    ['gateway', ['EVAL', 'return 1', '0']],
    ['gateway', ['SET', '{fleet}:desired', 'x']],
    ['gateway', ['SCAN', '0']],
    ['gateway', ['HSCAN', order0, '0']],
    // Who sells sees that Redis was set back, and can't decide that it was not.
    ['gateway', ['DEL', SET_BACK_KEY]],
    ['order-worker', ['DEL', SET_BACK_KEY]],
    ['payments', ['SET', SET_BACK_KEY, 'x']],
    // A worker settles orders; it can't create or remove any.
    ['order-worker', ['XADD', orderStreamKey(0), '*', 'v', '1', 'order', 'x']],
    ['order-worker', ['DEL', order0]],
    ['order-worker', ['HSET', eventKey(0, 'show'), 'status', 'closed']],
    ['order-worker', ['HSET', logReadersKey(0), 'recorder', '9-9']],
    ['order-worker', ['XDEL', orderLogKey(0), '1-1']],
    ['order-worker', ['XTRIM', orderLogKey(0), 'MAXLEN', '0']],
    ['order-worker', ['DEL', archiveKey(0)]],
    ['order-worker', ['DEL', boughtKey(0, 'show')]],
    ['order-worker', ['DEL', deadLetterKey(0)]],
    ['order-worker', ['GET', '{s0}:idempotency:one']],
    ['order-worker', ['XGROUP', 'DESTROY', orderStreamKey(0), WORKER_GROUP]],
    ['order-worker', ['SCAN', '0']],
    ['order-worker', ['EVAL', 'return 1', '0']],
    ['order-worker', ['HGETALL', order0]],
    // The recorder reads what it is told by the log, and changes nothing but its own place in it.
    ['recorder', ['HSET', order0, 'x', 'y']],
    ['recorder', ['HSET', stockKey(0), 'seat:sold', '0']],
    ['recorder', ['HSET', paymentsKey(0, 'x'), 'x', 'y']],
    ['recorder', ['XADD', orderLogKey(0), '*', 'v', '1']],
    ['recorder', ['DEL', orderLogKey(0)]],
    ['recorder', ['DEL', logReadersKey(0)]],
    ['recorder', ['XRANGE', orderStreamKey(0), '-', '+']],
    ['recorder', ['HSET', eventKey(0, 'show'), 'x', 'y']],
    ['recorder', ['HSET', 'onsale:layout', 'shards', '2']],
    ['recorder', ['GET', '{kv}:entry:a']],
    ['recorder', ['GET', '{s0}:idempotency:one']],
    ['recorder', ['SCAN', '0']],
    ['database-api', ['EVAL', 'return 1', '0']],
    ['database-api', ['FCALL', write, '4', '{kv}:a', '{kv}:b', '{kv}:c', '{kv}:d', ...event]],
    ['admin', ['EVAL', 'return 1', '0']],
    ['workload-generator', ['XLEN', orderStreamKey(0)]],
    ['workload-generator', ['SET', '{fleet}:desired', 'x']],
    ['workload-generator', ['UNLINK', stockKey(0)]],
    ['workload-generator', ['XADD', orderStreamKey(REHEARSAL_SHARD), '*', 'v', '1']],
    ['workload-generator', ['HSET', stockKey(0), 'seat:sold', '0']],
    // The office sells and refunds, but settles nothing, and removes nothing.
    ['office', ['DEL', stockKey(0)]],
    ['office', ['HDEL', order0, 'x']],
    ['office', ['XTRIM', orderLogKey(0), 'MAXLEN', '0']],
    ['office', ['XRANGE', orderLogKey(0), '-', '+']],
    ['office', ['XREADGROUP', 'GROUP', WORKER_GROUP, 'me', 'STREAMS', orderStreamKey(0), '>']],
    ['office', ['HSET', archiveKey(0), 'x', 'y']],
    ['office', ['HSET', logReadersKey(0), 'recorder', '9-9']],
    ['office', ['HSET', 'onsale:layout', 'shards', '2']],
    ['office', ['SET', SET_BACK_KEY, 'x']],
    ['office', ['GET', '{kv}:entry:a']],
    ['office', ['SCAN', '0']],
    // Delivery reads the orders whose ids it knows, and changes what they say of holders; it sells and pays nothing.
    ['delivery', ['HSET', stockKey(0), 'seat:sold', '0']],
    ['delivery', ['HINCRBY', countsKey(0), 'confirmed', '1']],
    ['delivery', ['HSET', poolsKey(0), 'show/hall:remaining', '9']],
    ['delivery', ['ZADD', holdsKey(0), '1', 'x']],
    ['delivery', ['XADD', orderStreamKey(0), '*', 'v', '1', 'order', 'x']],
    ['delivery', ['HSET', paymentsKey(0, 'x'), 'x', 'y']],
    ['delivery', ['HSET', eventKey(0, 'show'), 'status', 'closed']],
    ['delivery', ['HSET', SELLER_KEY, 'document', '{}']],
    ['delivery', ['HSET', boughtKey(0, 'show'), 'x', '0']],
    ['delivery', ['HDEL', order0, 'x']],
    ['delivery', ['DEL', order0]],
    ['delivery', ['HGETALL', order0]],
    ['delivery', ['HSCAN', order0, '0']],
    ['delivery', ['XRANGE', orderLogKey(0), '-', '+']],
    ['delivery', ['XTRIM', orderLogKey(0), 'MAXLEN', '0']],
    ['delivery', ['HSET', logReadersKey(0), 'recorder', '9-9']],
    ['delivery', ['HSET', archiveKey(0), 'archivedTo', 'z']],
    ['delivery', ['SET', SET_BACK_KEY, 'x']],
    ['delivery', ['GET', '{s0}:idempotency:one']],
    ['delivery', ['GET', '{kv}:entry:a']],
    ['delivery', ['SET', '{fleet}:desired', 'x']],
    ['delivery', ['SCAN', '0']],
    ['delivery', ['EVAL', 'return 1', '0']],
    ['delivery', ['SPUBLISH', orderChangesChannel(0), 'x']],
    ['keda', ['XRANGE', orderStreamKey(0), '-', '+']],
    ['keda', ['XLEN', deadLetterKey(0)]],
    ['keda', ['XLEN', orderLogKey(0)]],
    ['health', ['GET', order0]],
    ['health', ['INFO']],
    // For a person who looks after the data; one slip must not end a sale.
    ['admin', ['FLUSHALL']],
    ['admin', ['KEYS', '*']],
    ['admin', ['SHUTDOWN']],
    ['admin', ['SWAPDB', '0', '1']],
    ['admin', ['CONFIG', 'SET', 'appendfsync', 'no']],
    ['admin', ['ACL', 'SETUSER', 'me', 'on', 'nopass', '+@all']],
  ];
  for (const [user, command] of refusals) {
    it(`keep ${user} from ${command.slice(0, 3).join(' ')}`, async () => {
      await assert.rejects(
        as(user, ...command),
        /NOPERM|ACL failure|user executing the script can't/,
      );
    });
  }

  for (const user of [
    ...['gateway', 'gateway-setup', 'order-worker', 'payments', 'audit', 'database-api'],
    ...['office', 'recorder', 'delivery'],
  ]) {
    for (const command of [
      'FLUSHALL',
      'KEYS *',
      'CONFIG GET *',
      'ACL LIST',
      'SHUTDOWN',
      'EVALSHA x 0',
    ]) {
      it(`keep ${user} from ${command}`, async () => {
        await assert.rejects(as(user, ...command.split(' ')), /NOPERM/);
      });
    }
  }

  it('let a probe ask whether Redis is there, and KEDA how many orders wait', async () => {
    assert.equal(await as('health', 'PING'), 'PONG');
    for (const shard of [0, REHEARSAL_SHARD]) {
      assert.equal(await as('keda', 'XLEN', orderStreamKey(shard)), 0);
    }
  });

  it('let nobody in without a name, with a wrong password or by the default user', async () => {
    await assert.rejects(as('default', 'PING'), /WRONGPASS/);
    await assert.rejects(as('', 'PING'), /WRONGPASS|NOAUTH/);
    await assert.rejects(as('nobody', 'PING'), /WRONGPASS/);
  });
});
