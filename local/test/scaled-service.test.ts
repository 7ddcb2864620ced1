import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import type { BoundSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { audit, openLedger } from '@onsale/ledger';
import { connectRedis, type RedisConnection } from '@onsale/redis';
import { createLogger, readFleet } from '@onsale/service';
import { eventually, startRedis, type TestRedis } from '@onsale/testing';
import { ScaledService } from '../src/scaled-service.ts';
import { bindSharedPort, INHERITED_FD } from '../src/shared-port.ts';
import { SupervisedProcess } from '../src/supervised-process.ts';

/** Longer than `npm start` gives a gateway: a busy machine needs it, and nobody waits here. */
const GATEWAY_DRAIN_MS = 5000;
/** Each brings two gateways, and ends two. */
const ROUNDS = 2;
/** Buyers at one time, half of them with a new connection for every order. */
const BUYERS = 12;

const root = fileURLToPath(new URL('../..', import.meta.url));
let redis: TestRedis;
let connection: RedisConnection;
let folder: string;
let socket: BoundSocket;
let port: number;
const services: ScaledService[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-scaled-'));
  redis = await startRedis();
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
  const config = { REDIS_URL: redis.url, REDIS_HOST: '', REDIS_PORT: 0 };
  connection = await connectRedis(config, { logger, name: 'test' });
  socket = await bindSharedPort('127.0.0.1', 0);
  ({ port } = socket.address());
});
after(async () => {
  for (const service of services) service.kill();
  await Promise.all(services.map((service) => service.stop()));
  socket.close();
  await connection.close();
  await redis.stop();
  await rm(folder, { recursive: true });
});

function scaled(name: string, environment: Record<string, string>, inheritedFd?: number) {
  const service = new ScaledService(name, (slot) => {
    return new SupervisedProcess({
      name: `${name}-${slot}`,
      command: process.execPath,
      args: [`${root}services/${name}/src/main.ts`],
      environment: { PATH: process.env['PATH'], REDIS_URL: redis.url, ...environment },
      logFile: join(folder, `${name}.log`),
      quiet: true,
      ...(inheritedFd === undefined ? {} : { inheritedFd }),
    });
  });
  services.push(service);
  return service;
}

async function announced(service: ScaledService, count: number): Promise<void> {
  const living = async () =>
    (await readFleet(connection)).filter((each) => each.service === service.name).length;
  await eventually(living, (found) => found === count);
}

async function gone(service: ScaledService, count: number): Promise<void> {
  await eventually(
    async () => service.pids.length,
    (found) => found === count,
  );
}

test('no request fails and no order is left while gateways and workers come and go', async () => {
  const gateways = scaled(
    'gateway',
    {
      LISTEN_FD: String(INHERITED_FD),
      DRAIN_MS: String(GATEWAY_DRAIN_MS),
      CATALOG_FILE: `${root}catalog.yaml`,
    },
    socket.fd(),
  );
  // An entry that its worker leaves behind would stay for longer than this test.
  const workers = scaled('order-worker', {
    PORT: '0',
    DRAIN_MS: '0',
    WORKER_CLAIM_IDLE_MS: '600000',
  });
  gateways.scaleTo(1);
  workers.scaleTo(1);
  await announced(gateways, 1);
  await announced(workers, 1);

  const load = new AbortController();
  const outcomes = new Map<string, number>();
  const buyers = Array.from({ length: BUYERS }, (_, i) =>
    buyUntil(load.signal, { keepAlive: i % 2 === 0, outcomes }),
  );
  for (let round = 0; round < ROUNDS; round++) {
    gateways.scaleTo(3);
    workers.scaleTo(3);
    await announced(gateways, 3);
    await announced(workers, 3);
    gateways.scaleTo(1);
    workers.scaleTo(1);
    await gone(gateways, 1);
    await gone(workers, 1);
  }
  load.abort();
  await Promise.all(buyers);

  assert.deepEqual([...outcomes.keys()], ['201']);
  const report = await eventually(
    async () => await audit(await openLedger(connection, 1)),
    ({ orders }) => orders.pending === 0,
  );
  assert.deepEqual(report.problems, []);
  assert.equal(report.orders.confirmed, outcomes.get('201'));
});

/** Buys one ticket after the other until it is told to stop, and counts how each try ended. */
async function buyUntil(
  signal: AbortSignal,
  options: { keepAlive: boolean; outcomes: Map<string, number> },
): Promise<void> {
  const agent = options.keepAlive ? new Agent({ keepAlive: true, maxSockets: 1 }) : false;
  while (!signal.aborted) {
    const outcome = await buy(agent);
    options.outcomes.set(outcome, (options.outcomes.get(outcome) ?? 0) + 1);
  }
  if (agent !== false) agent.destroy();
}

async function buy(agent: Agent | false): Promise<string> {
  const order = JSON.stringify({
    customer: { name: 'Ada Lovelace', email: 'ada@example.org' },
    items: [{ ticketId: 'lakeside-weekend-adult', qty: 1 }],
    paymentMethod: 'credit_card',
  });
  const { promise, resolve } = Promise.withResolvers<string>();
  const post = request({
    ...{ host: '127.0.0.1', port, path: '/v1/orders', method: 'POST', agent },
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(order) },
  });
  post.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  post.on('response', (response) => {
    response.resume();
    response.on('end', () => resolve(String(response.statusCode)));
    response.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
  post.end(order);
  return await promise;
}
