import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connectRedis, type RedisConnection } from '@onsale/redis';
import { createLogger, readFleet } from '@onsale/service';
import { eventually, startRedis, type TestRedis } from '@onsale/testing';
import { type KillServer, startKillServer } from '../src/kill-server.ts';
import { ScaledService } from '../src/scaled-service.ts';
import { SupervisedProcess } from '../src/supervised-process.ts';

const TOKEN = 'a-token-for-this-test-alone';
const root = new URL('../..', import.meta.url).pathname;

let folder: string;
let server: TestRedis;
let redis: RedisConnection;
let service: ScaledService;
let kills: KillServer;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-kill-'));
  server = await startRedis();
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
  const config = { REDIS_URL: server.url, REDIS_HOST: '', REDIS_PORT: 0 };
  redis = await connectRedis(config, { logger, name: 'test' });
  service = new ScaledService('order-worker', () => {
    return new SupervisedProcess({
      name: 'order-worker',
      command: process.execPath,
      args: [`${root}services/order-worker/src/main.ts`],
      environment: { PATH: process.env['PATH'], REDIS_URL: server.url, PORT: '0', DRAIN_MS: '0' },
      logFile: join(folder, 'order-worker.log'),
    });
  });
  service.scaleTo(1);
  kills = await startKillServer({ redisUrl: server.url, services: [service], token: TOKEN });
});
after(async () => {
  await kills.stop();
  await service.stop();
  await redis.close();
  await server.stop();
  await rm(folder, { recursive: true });
});

async function kill(instance: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${kills.url}/local/kill`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ instance }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** The instance of the fleet that is none of `gone`, whose announcements may not have expired yet. */
async function living(gone: readonly string[] = []): Promise<string> {
  const isNew = ({ instance }: { instance: string }) => !gone.includes(instance);
  const fleet = await eventually(
    () => readFleet(redis),
    (instances) => instances.some(isNew),
  );
  return fleet.find(isNew)?.instance ?? '';
}

test('kills the process that it is told, which is started again at once, however often', async () => {
  const killed: string[] = [];
  for (let time = 1; time <= 4; time++) {
    const instance = await living(killed);
    const [{ pid } = { pid: undefined }] = service.processes;
    assert.deepEqual(await kill(instance), {
      status: 200,
      body: { instance, service: 'order-worker' },
    });
    await eventually(
      async () => service.pids,
      ([now]) => now !== undefined && now !== pid,
    );
    killed.push(instance);
  }
  await living(killed);
  const again = await kill(killed.at(-1));
  assert.deepEqual([again.status, again.body['code']], [404, 'INSTANCE_NOT_FOUND']);
});

test('kills nothing that does not run, and nothing that others started', async () => {
  const [pid] = service.pids;
  const unknown = await kill(`${hostname()}-${pid}-no`);
  assert.deepEqual([unknown.status, unknown.body['code']], [404, 'INSTANCE_NOT_FOUND']);
  // Another machine, and a process of this one that is not ours.
  for (const instance of [`elsewhere-${pid}-abcdef`, `${hostname()}-${process.pid}-abcdef`]) {
    const like = (await readFleet(redis))[0];
    const key = `{fleet}:instance:${instance}`;
    await server.command('SET', key, JSON.stringify({ ...like, instance }), 'PX', '60000');
    await server.command('ZADD', '{fleet}:instances', '0', instance);
    const { status, body } = await kill(instance);
    assert.deepEqual([status, body['code']], [409, 'NOT_OUR_PROCESS']);
    await server.command('DEL', key);
  }
  assert.deepEqual(service.pids, [pid]);
});

test('kills nothing for who does not know the token, or for a page of another site', async () => {
  const instance = await living();
  const pids = [...service.pids];
  for (const [headers, status] of [
    [{ authorization: '' }, 401],
    [{ authorization: 'Bearer a-token-for-somebody-else' }, 401],
    [{ origin: 'https://evil.example' }, 403],
    [{ 'content-type': 'text/plain' }, 415],
  ] as const) {
    assert.equal((await kill(instance, headers)).status, status, JSON.stringify(headers));
  }
  assert.equal((await kill({ a: 1 })).status, 400);
  assert.deepEqual(service.pids, pids);
});
