import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { LoadChange, LoadReport } from '@onsale/contracts';
import { audit, openLedger } from '@onsale/ledger';
import {
  connectRedis,
  createLogger,
  readFleet,
  type RedisConnection,
} from '@onsale/service-runtime';
import { eventually, startRedis, type TestRedis } from '@onsale/testing';
import { type Running, startLocal } from './start-local.ts';

// Far above what idle processes take, and far below what they take under this load.
const REQUESTS = { gateway: '80m', 'order-worker': '40m' };
const BUSY_RPS = 800;
const QUIET_RPS = 20;

// Below the ports that the system gives to connections.
const basePort = 10_000 + (process.pid % 1000) * 10;
let folder: string;
let running: Running;
let server: TestRedis;
let redis: RedisConnection;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-autoscaler-'));
  for (const [name, cpu] of Object.entries(REQUESTS)) {
    await writeFile(join(folder, `${name}-hpa.yaml`), hpa(name));
    await writeFile(join(folder, `${name}-deployment.yaml`), deployment(name, cpu));
  }
  server = await startRedis();
  running = startLocal({
    REDIS_URL: server.url,
    DATA_DIR: folder,
    GATEWAY_PORT: String(basePort),
    WORKER_PORT: String(basePort + 1),
    DATABASE_API_PORT: String(basePort + 2),
    GENERATOR_PORT: String(basePort + 3),
    AUTOSCALE_MANIFESTS: folder,
    AUTOSCALE_MAX: '2',
    AUTOSCALE_TEMPO: '30',
    // Soon each gateway has some of the load.
    MAX_REQUESTS_PER_SOCKET: '20',
    // What a worker leaves behind would stay for longer than this test.
    WORKER_CLAIM_IDLE_MS: '600000',
  });
  await isReady('gateway');
  await isReady('workload-generator');
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
  const config = { REDIS_URL: server.url, REDIS_HOST: '', REDIS_PORT: 0 };
  redis = await connectRedis(config, { logger, name: 'test' });
});
after(async () => {
  await redis.close();
  await running.stop();
  await server.stop();
  await rm(folder, { recursive: true });
});

test('starts processes under load and ends them after it; no request fails, the audit is clean', async () => {
  await load('POST', '/start', {
    rps: BUSY_RPS,
    durationS: 300,
    mix: [{ ticketId: 'lakeside-weekend-adult', qty: 1 }],
  });
  await running.said(/^gateway 1 → 2: cpu \d+ % of 60 %$/);
  await running.said(/^order-worker 1 → 2: cpu \d+ % of 60 %$/);
  await running.said(/^gateway stays at 2 where \d+ are wanted: .*AUTOSCALE_MAX is the limit$/);
  // A gateway that has just come gets its share of a load that keeps its connections.
  for (const name of ['gateway', 'order-worker']) {
    await eventually(
      async () => (await readFleet(redis)).filter(({ service }) => service === name),
      (living) => living.length === 2 && living.every(({ work }) => work > 0),
    );
  }
  await isDesired({ gateway: 2, 'order-worker': 2 });

  await load('PATCH', '/config', { rps: QUIET_RPS });
  await running.said(/^gateway 2 → 1: cpu \d+ % of 60 %$/);
  await running.said(/^order-worker 2 → 1: cpu \d+ % of 60 %$/);
  await running.said(/^gateway-2 +info +stopped$/);
  await running.said(/^order-worker-2 +info +stopped$/);
  await isDesired({ gateway: 1, 'order-worker': 1 });
  const report = (await load('POST', '/stop')) as LoadReport;

  assert.deepEqual(
    {
      failure: report.failure,
      statusCodes: Object.keys(report.statusCodes),
      dropped: report.dropped,
    },
    { failure: 0, statusCodes: ['201'], dropped: 0 },
    JSON.stringify([report.errors, report.lastErrors]),
  );
  const found = await eventually(
    async () => await audit(await openLedger(redis, 1)),
    ({ orders }) => orders.pending === 0,
  );
  assert.deepEqual(found.problems, []);
  assert.equal(found.orders.confirmed, report.orders.accepted);
});

// On a busy machine the addresses are told before all are ready.
async function isReady(name: string): Promise<void> {
  const address = await running.address(name);
  await eventually(
    async () => (await fetch(`${address}/readyz`).catch(() => undefined))?.status,
    (status) => status === 200,
    60_000,
  );
}

// Told with the next heartbeat.
async function isDesired(counts: Record<string, number>): Promise<void> {
  const key = '{fleet}:desired';
  await eventually(
    () => redis.command(key, ['HMGET', key, ...Object.keys(counts)]),
    (reply) => JSON.stringify(reply) === JSON.stringify(Object.values(counts).map(String)),
  );
}

async function load(method: string, path: string, body?: LoadChange): Promise<unknown> {
  const generator = await running.address('workload-generator');
  const answer = await fetch(`${generator}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  assert.ok(answer.ok, text);
  return JSON.parse(text) as unknown;
}

function hpa(name: string): string {
  return `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name} }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }
  maxReplicas: 20
  metrics:
    - { type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } } }
  behavior: { scaleDown: { stabilizationWindowSeconds: 30 } }
`;
}

function deployment(name: string, cpu: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec: { template: { spec: { containers: [{ name: ${name}, resources: { requests: { cpu: ${cpu} } } }] } } }
`;
}
