import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { audit, DAY_MS, eventKey, openLedger, orderAddress } from '@onsale/ledger';
import { connectRedis, type RedisConnection } from '@onsale/redis';
import type { LoadReport } from '@onsale/contracts';
import { createLogger } from '@onsale/service';
import { eventually } from '@onsale/testing';
import { runAdmin } from './admin-pod.ts';
import { type Cluster, openCluster, type PlayChange } from './cluster.ts';
import { install } from './run-to-end.ts';

// Runs k8s/ as pods, with the real images: `npm run k8s:test`. Needs Podman and the images (npm run
// images -- build).

const APPS = [
  'redis',
  'gateway',
  'order-worker',
  'database-api',
  'audit',
  'workload-generator',
  'frontend',
];
/** Even on a busy machine, an order is settled by then. */
const SETTLED_TIMEOUT_MS = 60_000;
const TICKET = 'lakeside-weekend-adult';
/** Three tickets, two for each customer, and twelve seconds to pay. */
const PIER_NIGHT = `id: pier-night
name: Pier Night
venue: Old Pier
startsAt: 2099-08-01T20:00:00Z
currency: EUR
paymentMethods: [online, invoice]
holdMinutes: 0.2
maxPerCustomer: 2
tickets:
  - { id: pier-night-adult, name: Admission, type: adult, price: 20.00, capacity: 3 }
`;

let cluster: Cluster;
let admin: RedisConnection;
let bought = 0;

before(async () => {
  cluster = await openCluster();
  for (const app of APPS) for (const index of cluster.pods(app)) await cluster.play(app, index);
  await install(cluster);
  for (const app of APPS) for (const index of cluster.pods(app)) await cluster.ready(app, index);
  const secret = cluster.secrets.find(({ metadata }) => metadata.name === 'admin');
  admin = await connectRedis(
    {
      REDIS_HOST: cluster.address('redis'),
      REDIS_PORT: 6379,
      REDIS_USERNAME: 'admin',
      REDIS_PASSWORD: secret?.stringData['redis-password'] ?? '',
    },
    { logger: createLogger({ service: 'test', instance: 'test', level: 'silent' }), name: 'test' },
  );
});
after(async () => {
  await admin?.close();
  await cluster?.stop();
});

const api = (path: string) => `http://${cluster.address('frontend')}:8080/api/v1${path}`;

/** An order of one ticket, and how it is paid. */
interface Wish {
  ticketId: string;
  paymentMethod: string;
}

/**
 * Through the reverse proxy, as a browser does; repeats with the same key until there is a
 * response.
 */
async function order(key: string, { ticketId, paymentMethod }: Wish): Promise<string> {
  const answer = await eventually(
    async () => {
      const response = await fetch(api('/orders'), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({
          customer: { name: 'Ada', email: 'ada@example.com' },
          items: [{ ticketId, qty: 1 }],
          paymentMethod,
        }),
      }).catch(() => undefined);
      return {
        status: response?.status ?? 0,
        text: (await response?.text().catch(() => '')) ?? '',
      };
    },
    ({ status, text }) => status === 201 && text !== '',
    SETTLED_TIMEOUT_MS,
  );
  return (JSON.parse(answer.text) as { orderId: string }).orderId;
}

async function buy(key: string): Promise<string> {
  const orderId = await order(key, { ticketId: TICKET, paymentMethod: 'credit_card' });
  bought += 1;
  return orderId;
}

async function statusOf(orderId: string): Promise<string> {
  const response = await fetch(api(`/orders/${orderId}`)).catch(() => undefined);
  if (response?.ok !== true) return 'unknown';
  return ((await response.json()) as { status: string }).status;
}

async function expectStatus(orderId: string, expected: string): Promise<void> {
  await eventually(
    () => statusOf(orderId),
    (status) => status === expected,
    SETTLED_TIMEOUT_MS,
  );
}

/** The tickets of the event that nobody has. */
async function expectRemaining(eventId: string, expected: number): Promise<void> {
  await eventually(
    async () => {
      const response = await fetch(api(`/events/${eventId}`)).catch(() => undefined);
      if (response?.ok !== true) return undefined;
      return ((await response.json()) as { remaining: number }).remaining;
    },
    (remaining) => remaining === expected,
    SETTLED_TIMEOUT_MS,
  );
}

async function expectCleanAudit() {
  const report = await audit(await openLedger(admin, 1));
  assert.deepEqual(report.problems, []);
  return report;
}

/** Every order is confirmed, and the books agree with the orders. */
async function expectAllSold(orderIds: readonly string[]): Promise<void> {
  for (const orderId of orderIds) await expectStatus(orderId, 'confirmed');
  assert.equal(new Set(orderIds).size, orderIds.length);
  const report = await expectCleanAudit();
  assert.equal(report.orders.confirmed, bought);
  assert.equal(report.tickets.find(({ ticketId }) => ticketId === TICKET)?.sold, bought);
}

describe('the folder k8s/ as pods', () => {
  it('sells a ticket through the door', async () => {
    await expectAllSold([await buy('first')]);
  });

  it('serves the pages and what is behind them', async () => {
    const door = `http://${cluster.address('frontend', 1)}:8080`;
    assert.match(await (await fetch(door)).text(), /<!doctype html>/i);
    assert.match(await (await fetch(`${door}/lab/`)).text(), /src="\/lab\/assets\//);
    // nginx keeps a page without it, if the gateway was too slow, for a second.
    await eventually(
      async () => await (await fetch(`${door}/events/lakeside-festival-2027`)).text(),
      (page) => /<title>Lakeside/.test(page),
      SETTLED_TIMEOUT_MS,
    );
    assert.equal((await fetch(`${door}/workload/stats`)).status, 200);
    assert.equal((await fetch(`${door}/api/v1/tickets`)).status, 200);
  });

  it('installs again without changing the data', async () => {
    const said = await install(cluster, {
      configMaps: (data) => (data['installed'] = { DATA_EXISTS: 'true' }),
    });
    assert.match(said, /The data of the shop already exists/);
    await expectAllSold([]);
  });

  it('audits through the frontend', async () => {
    const response = await fetch(api('/audit'));
    const text = await response.text();
    assert.equal(response.status, 200, text);
    assert.deepEqual(JSON.parse(text).problems, []);
  });

  it('loses nothing when a gateway and a worker die in the middle of a sale', async () => {
    const orders = Array.from({ length: 100 }, (_, i) => buy(`crowd-${i}`));
    await Promise.race(orders);
    await Promise.all([cluster.end('gateway', 0, 'KILL'), cluster.end('order-worker', 0, 'KILL')]);
    const orderIds = await Promise.all(orders);
    await cluster.play('gateway', 0);
    await cluster.play('order-worker', 0);
    await cluster.ready('gateway', 0);
    await cluster.ready('order-worker', 0);
    await expectAllSold(orderIds);
  });

  it('loses nothing when the workers are scaled to none and back', async () => {
    for (const index of cluster.pods('order-worker')) {
      await cluster.end('order-worker', index, 'TERM');
    }
    const orderIds = await Promise.all(Array.from({ length: 50 }, (_, i) => buy(`nobody-${i}`)));
    for (const orderId of orderIds) assert.equal(await statusOf(orderId), 'pending');
    for (const index of cluster.pods('order-worker')) await cluster.play('order-worker', index);
    await expectAllSold(orderIds);
  });

  it('loses nothing when Redis dies and comes back on its volume', async () => {
    const before = await buy('before');
    await cluster.end('redis', 0, 'KILL');
    await cluster.play('redis', 0);
    await cluster.ready('redis', 0);
    for (const app of ['gateway', 'order-worker']) {
      for (const index of cluster.pods(app)) await cluster.ready(app, index);
    }
    await eventually(async () => admin.isReady(), Boolean);
    await expectAllSold([before, await buy('after')]);
  });

  it('sells an event that is created while it runs, and takes back what is not paid', async () => {
    const created = await runAdmin(cluster, ['event', 'put', '/files/event.yaml'], {
      files: { 'event.yaml': PIER_NIGHT },
    });
    assert.match(created, /event pier-night is draft/);
    await runAdmin(cluster, ['event', 'publish', 'pier-night']);
    await expectRemaining('pier-night', 3);

    const unpaid = { ticketId: 'pier-night-adult', paymentMethod: 'online' };
    const expiring = await order('expiring', unpaid);
    await expectStatus(expiring, 'held');
    const cancelled = await order('cancelled', unpaid);
    await expectStatus(cancelled, 'held');
    // By the customer's key, which every gateway has from the same Secret.
    await expectStatus(await order('too-many', unpaid), 'rejected');
    await expectCleanAudit();

    const answer = await fetch(api(`/orders/${cancelled}/cancel`), {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
    });
    assert.ok([200, 202].includes(answer.status), await answer.text());
    await expectStatus(cancelled, 'cancelled');
    await expectStatus(expiring, 'expired');
    await expectRemaining('pier-night', 3);
    await expectStatus(await order('paid', { ...unpaid, paymentMethod: 'invoice' }), 'confirmed');
    await expectRemaining('pier-night', 2);
    await expectCleanAudit();
  });

  it('rehearses without taking anything from the shop', async () => {
    const before = await expectCleanAudit();
    const tickets = await (await fetch(api('/tickets'))).text();
    assert.doesNotMatch(tickets, /rehearsal/);
    const wish = { ticketId: 'rehearsal-adult', paymentMethod: 'credit_card' };
    await expectStatus(await order('rehearsal', wish), 'confirmed');

    const generator = `http://${cluster.address('workload-generator')}:9000`;
    const request = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const started = await fetch(`${generator}/start`, {
      ...request,
      body: JSON.stringify({ rps: 20, durationS: 2 }),
    });
    const text = await started.text();
    assert.equal(started.status, 201, text);
    const { runId } = JSON.parse(text) as { runId: string };
    const run = await eventually(
      async () => (await (await fetch(`${generator}/runs/${runId}`)).json()) as LoadReport,
      ({ state }) => state === 'finished',
      SETTLED_TIMEOUT_MS,
    );
    assert.equal(run.sells, 'event');
    const after = await expectCleanAudit();
    assert.equal(after.orders.total - before.orders.total, 1 + run.orders.accepted);
    for (const { ticketId, sold } of before.tickets.filter((each) => !each.rehearsal)) {
      assert.equal(after.tickets.find((each) => each.ticketId === ticketId)?.sold, sold, ticketId);
    }

    // Its Redis user can do that.
    const reset = await fetch(`${generator}/rehearsal/reset`, { ...request, body: '{}' });
    assert.deepEqual(await reset.json(), { ordersDeleted: 1 + run.orders.accepted });
    assert.equal((await expectCleanAudit()).orders.total, before.orders.total);

    await expectStatus(await order('rehearsal-again', wish), 'confirmed');
    const said = await runAdmin(cluster, ['rehearsal', 'reset', '--yes']);
    assert.match(said, /deleted: 1\./);
    assert.equal((await expectCleanAudit()).orders.total, before.orders.total);
  });

  it('archives the orders of an event that is long over into a volume', async () => {
    const orderId = await order('last', { ticketId: 'pier-night-adult', paymentMethod: 'invoice' });
    await expectStatus(orderId, 'confirmed');
    await longAgo('pier-night', orderId);
    const archive = ['archive', '--to', '/archive'];
    const said = await runAdmin(cluster, archive, { archives: true });
    assert.match(said, /^1 orders have left/m);
    const checked = await runAdmin(cluster, ['archive', 'check', '/archive'], { archives: true });
    assert.match(checked, /1 orders in 1 files\nEvery file is as it was written/);
    assert.equal(await statusOf(orderId), 'unknown');
    assert.equal((await expectCleanAudit()).archivedOrders, 1);
  });

  it('has refused nothing to any service on the way', async () => {
    // Redis has forgotten what it refused before its last start; all services have worked since.
    assert.deepEqual(
      await admin.command('', ['ACL', 'LOG']).then((log) => (log as unknown[][]).map(reasonOf)),
      // The database API checks what its Redis user can access.
      [],
    );
  });
});

/** Moves an event and one of its orders to a hundred days ago, as the product itself never does. */
async function longAgo(eventId: string, orderId: string): Promise<void> {
  const atMs = Date.now() - 100 * DAY_MS;
  const event = eventKey(0, eventId);
  const document = JSON.parse(String(await admin.command(event, ['HGET', event, 'document'])));
  document.startsAt = new Date(atMs).toISOString();
  await admin.command(event, ['HSET', event, 'document', JSON.stringify(document)]);
  const [bucket, field] = orderAddress(0, orderId);
  const record = JSON.parse(String(await admin.command(bucket, ['HGET', bucket, field])));
  record[0] = record[0].replace(/\d+/, atMs);
  await admin.command(bucket, ['HSET', bucket, field, JSON.stringify(record)]);
}

function reasonOf(entry: unknown[]): string {
  return entry.map(String).join(' ');
}

describe('a pod with a bad configuration says so in one line', () => {
  const wrongSecret = (data: Record<string, Record<string, string>>) => {
    const secret = data['secret-gateway'];
    if (secret !== undefined) secret['redis-password'] = 'wrong';
  };
  const setVariable =
    (name: string, value: string) => (data: Record<string, Record<string, string>>) => {
      const values = data['onsale'];
      if (values !== undefined) values[name] = value;
    };
  const dropSecret = (data: Record<string, Record<string, string>>) => {
    const secret = data['secret-gateway'];
    if (secret !== undefined) delete secret['redis-password'];
  };
  const changeCustomerKey = (data: Record<string, Record<string, string>>) => {
    data['secret-customers'] = { 'customer-key': 'x'.repeat(43) };
  };
  const breakCatalog = (data: Record<string, Record<string, string>>) => {
    const catalog = data['catalog'];
    if (catalog !== undefined) catalog['catalog.yaml'] = 'version: one\nevents: []\n';
  };

  // It waits for what can recover by itself, and exits if only a person can help.
  const cases: [string, PlayChange, RegExp, 'waits' | 'ends'][] = [
    ['a wrong password', { configMaps: wrongSecret }, /WRONGPASS/, 'waits'],
    [
      'an unreachable Redis',
      { configMaps: setVariable('REDIS_PORT', '6380') },
      /ECONNREFUSED/,
      'waits',
    ],
    [
      'a wrong variable',
      { configMaps: setVariable('LOG_LEVEL', 'loud') },
      /LOG_LEVEL must be/,
      'ends',
    ],
    ['an entry that its Secret lacks', { configMaps: dropSecret }, /REDIS_PASSWORD_FILE/, 'ends'],
    ['another key of customers', { configMaps: changeCustomerKey }, /CUSTOMER_KEY is not/, 'ends'],
    ['an invalid catalog', { configMaps: breakCatalog }, /catalog\.yaml.*version/, 'ends'],
  ];
  for (const [what, change, line, outcome] of cases) {
    it(`${what}, and ${outcome}`, async () => {
      await cluster.end('gateway', 1, 'KILL');
      await cluster.play('gateway', 1, { ...change, restarts: false });
      const logged = await eventually(
        () => cluster.logs('gateway', 1),
        (text) => line.test(text),
        SETTLED_TIMEOUT_MS,
      );
      const matching = logged.split('\n').filter((each) => line.test(each));
      assert.equal(matching.length, 1, logged);
      if (outcome === 'ends') {
        const code = await eventually(
          () => cluster.exitCode('gateway', 1),
          (each) => each !== undefined,
        );
        assert.equal(code, 1);
      } else {
        const url = `http://${cluster.address('gateway', 1)}:5000`;
        assert.equal((await fetch(`${url}/readyz`)).status, 503);
        assert.equal((await fetch(`${url}/livez`)).status, 200);
        assert.equal(await cluster.exitCode('gateway', 1), undefined);
      }
    });
  }
});
