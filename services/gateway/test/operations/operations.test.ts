import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Fleet } from '@onsale/contracts';
import { createLogger, startHeartbeat, writeDesired } from '@onsale/service';
import { eventually } from '@onsale/testing';
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
  it('shows running processes, desired counts and the backlog', async () => {
    const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
    const redis = gateway.connection;
    const announce = (service: string, instance: string, work: number) =>
      startHeartbeat({ redis, service, instance, work: () => work, cpuRequest: 1e-6, logger });
    const heartbeats = [announce('order-worker', 'w1', 7), announce('order-worker', 'w2', 0)];
    await writeDesired(redis, {
      'order-worker': { count: 3, reason: 'cpu 83 % of 60 % → 3 wanted', cpuTarget: 0.6 },
      gateway: { count: 1 },
    });
    await gateway.app.inject({ method: 'POST', url: '/orders', payload: order() });
    const fleet = await eventually(
      () => read<Fleet>('/fleet'),
      // The use of CPU is told once they have started.
      ({ instances, orders, services }) =>
        instances.length === 2 && orders.placed === 1 && typeof services[1]?.cpuShare === 'number',
    );
    const [idle, worker] = fleet.services;
    assert.deepEqual(idle, {
      ...{ service: 'gateway', living: 0, desired: 1 },
      ...{ reason: null, target: null, cpuShare: null },
    });
    const { cpuShare, ...scaled } = worker ?? { cpuShare: null };
    assert.deepEqual(scaled, {
      ...{ service: 'order-worker', living: 2, desired: 3 },
      ...{ reason: 'cpu 83 % of 60 % → 3 wanted', target: { cpuShare: 0.6 } },
    });
    // Of the millionth of a core that they say they request.
    assert.ok(cpuShare !== null && cpuShare > 1, String(cpuShare));
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
    assert.deepEqual(
      later.services.map(({ service, living, desired, reason, target }) => ({
        ...{ service, living, desired, reason, target },
      })),
      [{ service: 'order-worker', living: 2, desired: null, reason: null, target: null }],
    );
    await Promise.all(heartbeats.map((heartbeat) => heartbeat.stop()));
  });
});

describe('GET /fleet/stream', () => {
  it('sends every follower the same, from one reading', async () => {
    const followers = await Promise.all(Array.from({ length: 20 }, follow));
    // The first message shows what was read when each follower connected.
    for (const follower of followers) assert.equal((await follower.next())?.event, 'message');
    for (let message = 0; message < 2; message++) {
      const told = await Promise.all(followers.map(async (each) => (await each.next())?.data));
      assert.ok(told[0]?.['at'] !== undefined);
      for (const data of told) assert.deepEqual(data, told[0]);
    }
  });
});

describe('GET /audit', () => {
  it('is not here: a gateway reads only the orders it is asked for', async () => {
    for (const path of ['/audit', '/v1/audit', '/audit/books']) {
      assert.equal((await gateway.app.inject(path)).statusCode, 404);
    }
  });
});
