import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Instance } from '@onsale/contracts';
import { connectRedis, type RedisConnection } from '@onsale/redis';
import { announcementKey, createLogger, LIST_KEY, readDesired } from '@onsale/service';
import { eventually, startRedis, type TestRedis } from '@onsale/testing';
import { type Autoscaler, startAutoscaler } from '../src/autoscaler.ts';
import { DEFAULT_SCALE_DOWN, DEFAULT_SCALE_UP } from '../src/hpa/settings.ts';
import { ScaledService } from '../src/scaled-service.ts';
import { SupervisedProcess } from '../src/supervised-process.ts';

// Processes that do nothing, and say that they do much or little: what is decided must follow from
// what they say, whatever the machine is busy with. `start.test.ts` has it with real services.

const ANNOUNCE_EVERY_MS = 500;

let folder: string;
let server: TestRedis;
let redis: RedisConnection;
let service: ScaledService;
let announcing: NodeJS.Timeout;
let autoscaler: Autoscaler;
/** The process that says nothing. */
let silentPid: number | undefined;
/** Cores that each process says it takes. */
let cpu = 0;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-autoscaler-'));
  server = await startRedis();
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
  const config = { REDIS_URL: server.url, REDIS_HOST: '', REDIS_PORT: 0 };
  redis = await connectRedis(config, { logger, name: 'test' });
  service = new ScaledService('gateway', (slot) => {
    return new SupervisedProcess({
      name: `gateway-${slot}`,
      command: 'sleep',
      args: ['3600'],
      environment: { PATH: process.env['PATH'] },
      logFile: join(folder, 'gateway.log'),
    });
  });
  service.scaleTo(1);
  announcing = setInterval(() => {
    for (const pid of service.pids) if (pid !== silentPid) announce(pid).catch(() => undefined);
  }, ANNOUNCE_EVERY_MS);
  autoscaler = startAutoscaler({
    redisUrl: server.url,
    shards: [0],
    tempo: 100,
    scalings: [
      {
        service,
        settings: {
          minReplicas: 1,
          maxReplicas: 3,
          metrics: [{ type: 'Utilization', resource: 'cpu', percent: 60 }],
          scaleUp: DEFAULT_SCALE_UP,
          scaleDown: { ...DEFAULT_SCALE_DOWN, stabilizationMs: 0 },
        },
        requestCores: 0.5,
        limit: 'AUTOSCALE_MAX is the limit',
      },
    ],
  });
});
after(async () => {
  await autoscaler.stop();
  clearInterval(announcing);
  service.kill();
  await service.stop();
  await redis.close();
  await server.stop();
  await rm(folder, { recursive: true });
});

async function announce(pid: number): Promise<void> {
  const announcement: Instance = {
    service: 'gateway',
    instance: `${hostname()}-${pid}-abcdef`,
    since: new Date(0).toISOString(),
    cpu,
    cpuRequest: 0.5,
    memoryBytes: 1,
    work: 1,
    workPerSecond: 1,
  };
  const key = announcementKey(announcement.instance);
  await redis.command(key, ['SET', key, JSON.stringify(announcement), 'PX', '5000']);
  await redis.command(LIST_KEY, ['ZADD', LIST_KEY, String(Date.now()), announcement.instance]);
}

async function becomes(processes: number): Promise<void> {
  await eventually(
    async () => service.processes.length,
    (count) => count === processes,
  );
  await eventually(
    async () => (await readDesired(redis)).get('gateway'),
    (desired) => desired?.count === processes,
  );
}

async function tells(reason: string): Promise<void> {
  const told = await eventually(
    async () => (await readDesired(redis)).get('gateway'),
    (desired) => desired?.reason === reason,
  );
  assert.equal(told?.cpuTarget, 0.6);
}

test('scales by what the processes announce, and keeps to its limits', async () => {
  await becomes(1);
  // 100 % of what is requested, where 60 are wanted: two are wanted, and then four, of three.
  cpu = 0.5;
  await becomes(2);
  await becomes(3);
  await tells('cpu 100 % of 60 % → 5 wanted; AUTOSCALE_MAX is the limit');
  // 20 %.
  cpu = 0.1;
  await becomes(1);
  await tells('cpu 20 % of 60 % → 1 wanted');
  await eventually(
    async () => service.pids.length,
    (living) => living === 1,
  );
  assert.equal(service.processes.length, 1);
});

test('replaces a process that hangs, and leaves the others alone', async () => {
  cpu = 0.5;
  await becomes(3);
  // As many as are wanted.
  cpu = 0.3;
  const before = service.pids;
  [silentPid] = before;
  const after = await eventually(
    async () => service.pids,
    (pids) => pids.length === 3 && !pids.includes(silentPid ?? 0),
  );
  assert.equal(after.filter((pid) => before.includes(pid)).length, 2);
});
