import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Audit, Books } from '@onsale/contracts';
import {
  applyCatalog,
  ensureWorkerGroup,
  type Ledger,
  newOrderId,
  openLedger,
  placeOrders,
  readEntries,
  settleOrders,
} from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import {
  catalogOf,
  connectionOf,
  eventually,
  installOn,
  type ServiceProcess,
  startRedis,
  startService,
} from '@onsale/testing';

const server = await startRedis({ shards: 0 });
const redis = connectionOf(server);
let audit: ServiceProcess;
let url: string;
let ledger: Ledger;

before(async () => {
  audit = startService('audit', { REDIS_URL: server.url });
  url = await audit.url();
});
after(async () => {
  audit.signal('SIGKILL');
  await audit.exited;
  await server.stop();
});

async function read<Answer>(path: string): Promise<Answer> {
  const answer = await fetch(url + path);
  assert.equal(answer.status, 200, path);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  return (await answer.json()) as Answer;
}

async function sell(qty: number): Promise<void> {
  const line = { ticketId: 'seat', type: 'adult', qty, unitMinor: 1000 };
  const order = {
    id: newOrderId(0, Date.now()),
    eventId: 'show',
    currency: 'EUR',
    customer: { name: 'Ada', email: 'ada@example.com' },
    paymentMethod: 'invoice',
    lines: [line],
    totalMinor: qty * line.unitMinor,
  };
  await placeOrders(ledger, 0, { orders: [order], maxBacklog: 10 });
  const entries = await readEntries(redis, 0, { consumer: 'w', count: 10, blockMs: 1 });
  assert.deepEqual(await settleOrders(ledger, 0, entries), ['confirmed']);
}

describe('audit --serve', () => {
  it('says what is missing while there is no data', async () => {
    assert.equal((await fetch(`${url}/livez`)).status, 200);
    assert.equal((await fetch(`${url}/readyz`)).status, 503);
    const refused = await fetch(`${url}/audit`);
    assert.equal(refused.status, 503);
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    const body = (await refused.json()) as { error: string; code: string };
    assert.equal(body.code, 'NOT_READY');
    assert.match(body.error, /there is nothing to audit yet/);
  });

  it('finds problems in books and orders, and none when all is well', async () => {
    await installOn(redis);
    ledger = await openLedger(redis, 1);
    await ensureWorkerGroup(redis, 0);
    await applyCatalog(ledger, parseCatalog(catalogOf(5), 'catalog.yaml'));
    await sell(2);
    await audit.ready();
    const found = await read<Audit>('/v1/audit');
    assert.deepEqual([found.problems, found.exact, found.orders.confirmed], [[], true, 1]);
    assert.deepEqual((await read<Books>('/v1/audit/books')).tickets, [
      { ticketId: 'seat', capacity: 5, remaining: 3, held: 0, sold: 2 },
    ]);

    await server.command('HINCRBY', '{s0}:stock', 'seat:remaining', '1');
    const wrong = 'ticket seat: remaining 4 + held 0 + sold 2 does not equal its capacity 5';
    // A recent result is reused.
    for (const path of ['/audit', '/audit/books']) {
      const { problems } = await eventually(
        () => read<Books>(path),
        (report) => report.problems.length > 0,
      );
      assert.deepEqual(problems, [wrong]);
    }
    const metrics = await (await fetch(`${url}/metrics`)).text();
    assert.match(metrics, /^onsale_books_problems\{[^}]*\} 1$/m);
    assert.match(metrics, /^onsale_audit_problems\{[^}]*\} 1$/m);
    assert.match(metrics, /^onsale_tickets\{[^}]*book="sold"[^}]*\} 2$/m);
  });

  it('runs once for concurrent requests', async () => {
    const audits = await Promise.all(Array.from({ length: 10 }, () => read<Audit>('/audit')));
    for (const each of audits) assert.deepEqual(each, audits[0]);
  });

  it('reports Redis settings that can lose orders as problems', async () => {
    await server.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    const { problems } = await eventually(
      () => read<Audit>('/audit'),
      (report) => report.problems.length > 1,
    );
    assert.match(problems.join(), /maxmemory-policy is allkeys-lru/);
    await server.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
  });

  it('responds 503 while Redis is down, and shuts down gracefully', async () => {
    await server.kill('SIGKILL');
    const answer = await eventually(
      () => fetch(`${url}/audit`),
      ({ status }) => status === 503,
    );
    assert.equal(
      ((await answer.json()) as { error: string; code: string }).code,
      'REDIS_UNAVAILABLE',
    );
    const ready = await fetch(`${url}/readyz`);
    assert.equal(ready.status, 200);
    assert.deepEqual(((await ready.json()) as { warnings: string[] }).warnings, [
      'Redis cannot be reached',
    ]);
    audit.signal('SIGTERM');
    assert.equal(await audit.exited, 0);
  });
});
