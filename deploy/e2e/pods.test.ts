import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { audit, openLedger } from '@onsale/ledger';
import { connectRedis, type RedisConnection } from '@onsale/redis';
import { createLogger } from '@onsale/service';
import { eventually } from '@onsale/testing';
import { type Cluster, openCluster, type PlayChange } from './cluster.ts';
import { install } from './install.ts';

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

/**
 * Through the reverse proxy, as a browser does; repeats with the same key until there is a
 * response.
 */
async function buy(key: string): Promise<string> {
  const answer = await eventually(
    async () => {
      const response = await fetch(`http://${cluster.address('frontend')}:8080/api/v1/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({
          customer: { name: 'Ada', email: 'ada@example.com' },
          items: [{ ticketId: TICKET, qty: 1 }],
          paymentMethod: 'credit_card',
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
  bought += 1;
  return (JSON.parse(answer.text) as { orderId: string }).orderId;
}

async function statusOf(orderId: string): Promise<string> {
  const url = `http://${cluster.address('frontend')}:8080/api/v1/orders/${orderId}`;
  const response = await fetch(url).catch(() => undefined);
  if (response?.ok !== true) return 'unknown';
  return ((await response.json()) as { status: string }).status;
}

/** Every order is confirmed, and the books agree with the orders. */
async function expectAllSold(orderIds: readonly string[]): Promise<void> {
  for (const orderId of orderIds) {
    await eventually(
      () => statusOf(orderId),
      (status) => status === 'confirmed',
      SETTLED_TIMEOUT_MS,
    );
  }
  assert.equal(new Set(orderIds).size, orderIds.length);
  const report = await audit(await openLedger(admin, 1));
  assert.deepEqual(report.problems, []);
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
    assert.equal((await fetch(`${door}/workload/status`)).status !== 502, true);
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
    const response = await fetch(`http://${cluster.address('frontend')}:8080/api/v1/audit`);
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

  it('has refused nothing to any service on the way', async () => {
    // Redis has forgotten what it refused before its last start; all services have worked since.
    assert.deepEqual(
      await admin.command('', ['ACL', 'LOG']).then((log) => (log as unknown[][]).map(reasonOf)),
      // The database API checks what its Redis user can access.
      [],
    );
  });
});

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
