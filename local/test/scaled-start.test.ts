import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { LoadReport, LoadStats } from '@onsale/contracts';
import { audit, openLedger } from '@onsale/ledger';
import { connectRedis, type RedisConnection } from '@onsale/redis';
import { createLogger, readFleet } from '@onsale/service';
import { catalogOf, eventually, startRedis, type TestRedis } from '@onsale/testing';
import { type Running, startLocal } from './start-local.ts';

// The services request next to nothing, so that whatever they do is too much: they are scaled on any
// machine, however busy it is.

const SCALED = ['gateway', 'order-worker'];
// Below the ports that the system gives to connections.
const basePort = 10_000 + (process.pid % 1000) * 10;
let folder: string;
let running: Running;
let server: TestRedis;
let redis: RedisConnection;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-scaled-start-'));
  await writeFile(join(folder, 'catalog.yaml'), catalogOf(10_000_000));
  for (const name of SCALED) await writeFile(join(folder, `${name}-hpa.yaml`), hpa(name));
  for (const name of SCALED) {
    await writeFile(join(folder, `${name}-deployment.yaml`), deployment(name));
  }
  server = await startRedis();
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
  const config = { REDIS_URL: server.url, REDIS_HOST: '', REDIS_PORT: 0 };
  redis = await connectRedis(config, { logger, name: 'test' });
  running = startLocal({
    PARTS: 'sale',
    REDIS_URL: server.url,
    DATA_DIR: folder,
    CATALOG_FILE: join(folder, 'catalog.yaml'),
    GATEWAY_PORT: String(basePort),
    WORKER_PORT: String(basePort + 1),
    DATABASE_API_PORT: String(basePort + 2),
    GENERATOR_PORT: String(basePort + 3),
    FRONTEND_PORT: String(basePort + 4),
    AUTOSCALE_MANIFESTS: folder,
    AUTOSCALE_MAX: '2',
    AUTOSCALE_TEMPO: '30',
    // Soon each gateway has some of the load.
    MAX_REQUESTS_PER_SOCKET: '20',
    // What a worker leaves behind would stay for longer than this test.
    WORKER_CLAIM_IDLE_MS: '600000',
  });
});
after(async () => {
  await running.stop();
  await redis.close();
  await server.stop();
  await rm(folder, { recursive: true });
});

test('starts further processes that take their share; no request fails, the audit is clean', async () => {
  const generator = await running.address('workload-generator');
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${generator}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    assert.ok(answer.ok, text);
    return JSON.parse(text);
  };
  const mix = [{ ticketId: 'seat', qty: 1 }];
  await call('POST', '/start', { rps: 100, durationS: 600, timeoutMs: 60_000, mix });
  for (const name of SCALED) {
    await running.said(new RegExp(`^${name} 1 → 2: cpu \\d+ % of 60 %$`));
    await running.said(
      new RegExp(`^${name} stays at 2 where \\d+ are wanted: .*AUTOSCALE_MAX is the limit$`),
    );
    await eventually(
      async () => (await readFleet(redis)).filter(({ service }) => service === name),
      (living) => living.length === 2 && living.every(({ work }) => work > 0),
    );
  }
  // Nothing more is sent, and what is under way is answered.
  await call('PATCH', '/config', { stages: [{ rps: 1, durationS: 0.1 }] });
  const { runId } = (await eventually(
    () => call('GET', '/stats'),
    (stats) => (stats as LoadStats).state === 'finished',
  )) as LoadStats;
  const report = (await call('GET', `/runs/${runId}`)) as LoadReport;

  assert.deepEqual(
    { failure: report.failure, codes: Object.keys(report.statusCodes), dropped: report.dropped },
    { failure: 0, codes: ['201'], dropped: 0 },
    JSON.stringify([report.errors, report.lastErrors]),
  );
  const found = await eventually(
    async () => await audit(await openLedger(redis, 1)),
    ({ orders }) => orders.pending === 0,
  );
  assert.deepEqual(found.problems, []);
  assert.equal(found.orders.confirmed, report.orders.accepted);
});

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
`;
}

function deployment(name: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec: { template: { spec: { containers: [{ name: ${name}, resources: { requests: { cpu: 1m } } }] } } }
`;
}
