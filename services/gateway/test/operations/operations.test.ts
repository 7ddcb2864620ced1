import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Audit, Books, Fleet } from '@onsale/contracts';
import { createLogger, startHeartbeat, writeDesired } from '@onsale/service';
import { eventually } from '@onsale/testing';
import { shareResult } from '../../src/operations/share-result.ts';
import { EventReader, openGateway, order, type TestGateway } from '../open-gateway.ts';

let gateway: TestGateway;
let url: string;
before(async () => {
  gateway = await openGateway();
  url = await gateway.app.listen({ host: '127.0.0.1', port: 0 });
});
after(() => gateway.close());

async function read<Answer>(path: string): Promise<Answer> {
  const answer = await gateway.app.inject(path);
  assert.equal(answer.statusCode, 200, answer.body);
  assert.equal(answer.headers['cache-control'], 'no-store');
  return answer.json<Answer>();
}

async function follow(): Promise<EventReader> {
  const response = await fetch(`${url}/v1/fleet/stream`);
  assert.equal(response.status, 200);
  assert.match(String(response.headers.get('content-type')), /^text\/event-stream/);
  assert.ok(response.body !== null);
  return new EventReader(response.body);
}

describe('GET /fleet', () => {
  it('tells the living, what is wanted of each service, and the orders', async () => {
    const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
    const redis = gateway.connection;
    const announce = (service: string, instance: string, work: number) =>
      startHeartbeat({ redis, service, instance, work: () => work, logger });
    const heartbeats = [announce('order-worker', 'w1', 7), announce('order-worker', 'w2', 0)];
    await writeDesired(redis, { 'order-worker': 3, gateway: 1 });
    await gateway.app.inject({ method: 'POST', url: '/orders', payload: order() });
    const fleet = await eventually(
      () => read<Fleet>('/fleet'),
      ({ instances, orders }) => instances.length === 2 && orders.placed === 1,
    );
    assert.deepEqual(fleet.services, [
      { service: 'gateway', living: 0, desired: 1 },
      { service: 'order-worker', living: 2, desired: 3 },
    ]);
    assert.deepEqual(
      fleet.instances.map(({ service, instance, work }) => [service, instance, work]).sort(),
      [
        ['order-worker', 'w1', 7],
        ['order-worker', 'w2', 0],
      ],
    );
    assert.deepEqual(fleet.orders, { placed: 1, confirmed: 0, rejected: 0, waiting: 1 });
    await gateway.settleAll();
    await gateway.redis.command('DEL', '{fleet}:desired');
    const later = await eventually(
      () => read<Fleet>('/v1/fleet'),
      ({ orders }) => orders.waiting === 0,
    );
    assert.deepEqual(later.orders, { placed: 1, confirmed: 1, rejected: 0, waiting: 0 });
    assert.deepEqual(later.services, [{ service: 'order-worker', living: 2, desired: null }]);
    await Promise.all(heartbeats.map((heartbeat) => heartbeat.stop()));
  });
});

describe('GET /fleet/stream', () => {
  it('tells all followers the same, again and again, from one reading', async () => {
    const followers = await Promise.all(Array.from({ length: 20 }, follow));
    // The first message shows what was read when each of them came.
    for (const follower of followers) assert.equal((await follower.next())?.event, 'message');
    for (let message = 0; message < 2; message++) {
      const told = await Promise.all(followers.map(async (each) => (await each.next())?.data));
      assert.ok(told[0]?.['at'] !== undefined);
      for (const data of told) assert.deepEqual(data, told[0]);
    }
  });
});

describe('GET /audit', () => {
  it('finds what is wrong with the books and the orders, and nothing when all is well', async () => {
    await gateway.app.inject({ method: 'POST', url: '/orders', payload: order() });
    await gateway.settleAll();
    await gateway.redis.command('HINCRBY', '{s0}:stock', 'fair-vip:remaining', '1');
    const wrong = 'ticket fair-vip: remaining 3 + held 0 + sold 0 is not its capacity 2';
    assert.deepEqual((await read<Audit>('/audit')).problems, [wrong]);
    assert.deepEqual((await read<Books>('/audit/books')).problems, [wrong]);

    await gateway.redis.command('HINCRBY', '{s0}:stock', 'fair-vip:remaining', '-1');
    const books = await eventually(
      () => read<Books>('/v1/audit/books'),
      ({ problems }) => problems.length === 0,
    );
    const vip = { ticketId: 'fair-vip', capacity: 2, remaining: 2, held: 0, sold: 0 };
    assert.deepEqual(
      books.tickets.find(({ ticketId }) => ticketId === 'fair-vip'),
      vip,
    );
    // The result that was found a moment ago is given again only for a moment.
    const audit = await eventually(
      () => read<Audit>('/v1/audit'),
      ({ problems }) => problems.length === 0,
    );
    assert.equal(audit.exact, true);
    const { total, pending, confirmed } = audit.orders;
    assert.deepEqual([pending, confirmed], [0, total]);
    const adult = audit.tickets.find(({ ticketId }) => ticketId === 'fair-adult');
    assert.equal(adult?.soldInOrders, total * 2);
  });

  it('runs once for all who ask at the same time', async () => {
    const audits = await Promise.all(Array.from({ length: 10 }, () => read<Audit>('/audit')));
    for (const audit of audits) assert.deepEqual(audit, audits[0]);
  });
});

describe('shareResult', () => {
  it('runs again once its result is old, and does not remember a failure', async () => {
    let runs = 0;
    const ask = shareResult(async () => {
      runs += 1;
      if (runs === 1) throw new Error('the first fails');
      return runs;
    }, 60_000);
    const both = await Promise.allSettled([ask(), ask()]);
    assert.deepEqual(
      both.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.equal(runs, 1);
    assert.equal(await ask(), 2);
    assert.equal(await ask(), 2);
    const impatient = shareResult(async () => (runs += 1), 0);
    assert.notEqual(await impatient(), await impatient());
  });
});
