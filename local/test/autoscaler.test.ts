import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Instance, LoadChange, LoadReport } from '@onsale/contracts';
import { audit, openLedger } from '@onsale/ledger';
import { connectRedis, type RedisConnection } from '@onsale/redis';
import { createLogger, readFleet } from '@onsale/service';
import { catalogOf, eventually, installOn, startRedis, type TestRedis } from '@onsale/testing';
import { type Running, startLocal } from './start-local.ts';

// What an order costs depends on the machine and the version, so nothing here does: the processes
// request a multiple of what they take when it is quiet, and the load grows until that is too little.

const SCALED = ['gateway', 'order-worker'];
const QUIET_RPS = 5;
/**
 * Two become one again when both together take less than 0.6 of a request: here nearly five times the
 * quiet CPU of one, where two take about twice that. An unquiet machine has room.
 */
const REQUEST_OF_QUIET_CPU = 8;
/** From 0, by 150 each second; usually less than 2000 are enough. */
const GROWING = { profile: 'ramp', rps: 9000, durationS: 60 } as const;

// Below the ports that the system gives to connections.
const basePort = 10_000 + (process.pid % 1000) * 10;
let folder: string;
let running: Running;
let server: TestRedis;
let redis: RedisConnection;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-autoscaler-'));
  await writeFile(join(folder, 'catalog.yaml'), catalogOf(10_000_000));
  server = await startRedis();
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
  const config = { REDIS_URL: server.url, REDIS_HOST: '', REDIS_PORT: 0 };
  redis = await connectRedis(config, { logger, name: 'test' });

  const quietCpu = await measureQuietCpu();
  for (const name of SCALED) {
    const millicores = Math.ceil((quietCpu.get(name) ?? 0) * REQUEST_OF_QUIET_CPU * 1000);
    await writeFile(join(folder, `${name}-hpa.yaml`), hpa(name));
    await writeFile(join(folder, `${name}-deployment.yaml`), deployment(name, `${millicores}m`));
  }
  await server.command('FLUSHALL');
  await installOn(redis);
  await start({
    AUTOSCALE_MANIFESTS: folder,
    AUTOSCALE_MAX: '2',
    AUTOSCALE_TEMPO: '30',
  });
});
after(async () => {
  await redis.close();
  await running.stop();
  await server.stop();
  await rm(folder, { recursive: true });
});

async function start(environment: Record<string, string>): Promise<void> {
  running = startLocal({
    REDIS_URL: server.url,
    DATA_DIR: folder,
    CATALOG_FILE: join(folder, 'catalog.yaml'),
    GATEWAY_PORT: String(basePort),
    WORKER_PORT: String(basePort + 1),
    DATABASE_API_PORT: String(basePort + 2),
    GENERATOR_PORT: String(basePort + 3),
    // Soon each gateway has some of the load.
    MAX_REQUESTS_PER_SOCKET: '20',
    // What a worker leaves behind would stay for longer than this test.
    WORKER_CLAIM_IDLE_MS: '600000',
    ...environment,
  });
  await isReady('gateway');
  await isReady('workload-generator');
}

test('starts processes under load and ends them after it; no request fails, the audit is clean', async () => {
  await load('POST', '/start', { ...GROWING, mix: [{ ticketId: 'seat', qty: 1 }] });
  for (const name of SCALED) {
    const grown = await running.said(new RegExp(`^${name} 1 → 2: cpu \\d+ % of 60 %$`));
    assert.ok(percentIn(grown) > 60, grown);
    const limited = new RegExp(
      `^${name} stays at 2 where \\d+ are wanted: .*AUTOSCALE_MAX is the limit$`,
    );
    await running.said(limited);
  }
  // A gateway that has just come gets its share of a load that keeps its connections.
  for (const name of SCALED) {
    await eventually(
      () => readService(name),
      (living) => living.length === 2 && living.every(({ work }) => work > 0),
    );
  }
  await isDesired({ gateway: 2, 'order-worker': 2 });

  const busyLines = running.lines.length;
  await load('PATCH', '/config', { profile: 'constant', rps: QUIET_RPS, durationS: 300 });
  for (const name of SCALED) {
    const shrunk = await running.said(new RegExp(`^${name} 2 → 1: cpu \\d+ % of 60 %$`), busyLines);
    assert.ok(percentIn(shrunk) < 60, shrunk);
    await running.said(new RegExp(`^${name}-2 +info +stopped$`), busyLines);
  }
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

// The cores that one process of each takes at the quiet rate.
async function measureQuietCpu(): Promise<Map<string, number>> {
  await start({ AUTOSCALE: 'false' });
  const mix = [{ ticketId: 'seat', qty: 1 }];
  await load('POST', '/start', { rps: QUIET_RPS, durationS: 300, mix });
  const cpu = await Promise.all(SCALED.map(leastCpu));
  await running.stop();
  return new Map(SCALED.map((name, i) => [name, cpu[i] ?? 0]));
}

/** The first ones also tell of what happens only once, such as compiling. */
const ANNOUNCEMENTS = 3;

async function leastCpu(name: string): Promise<number> {
  // Each order changes the work that is announced. Without any, it is the announcement of the start.
  const cpuByWork = new Map<number, number>();
  await eventually(
    async () => {
      for (const { work, cpu } of await readService(name)) if (work > 0) cpuByWork.set(work, cpu);
      return cpuByWork.size;
    },
    (count) => count >= ANNOUNCEMENTS,
  );
  return Math.min(...cpuByWork.values());
}

async function readService(name: string): Promise<Instance[]> {
  return (await readFleet(redis)).filter(({ service }) => service === name);
}

const percentIn = (line: string): number => Number(/cpu (\d+) %/.exec(line)?.[1]);

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

// Down only after six seconds at the tempo here: until a second process has a figure of its own, the
// first one, which it relieves, tells that one is enough.
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
  behavior: { scaleDown: { stabilizationWindowSeconds: 180 } }
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
