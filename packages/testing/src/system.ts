import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreateOrderResponse } from '@onsale/contracts';
import { audit, type AuditReport, openLedger, orderStreamKey } from '@onsale/ledger';
import { connectRedis, createLogger, type RedisConnection } from '@onsale/service-runtime';
import { eventually } from './eventually.ts';
import { startRedis, type TestRedis } from './redis-server.ts';
import { type ServiceProcess, startService } from './service-process.ts';

/** An entry of a dead worker is claimed after so long: short, as the tests wait for it. */
const CLAIM_IDLE_MS = 300;

/** The whole system as real processes, around a Redis of its own. */
export interface System {
  redis: TestRedis;
  /** Every process that was started, also those that have ended. */
  processes: readonly RunningService[];
  connection: RedisConnection;
  startGateway(environment?: Record<string, string>, from?: Checkout): Promise<RunningService>;
  startWorker(environment?: Record<string, string>, from?: Checkout): Promise<RunningService>;
  /** Waits until nothing is in line any more, then reads every order and the books. */
  auditWhenSettled(): Promise<AuditReport>;
  stop(): Promise<void>;
}

/** Where the files of the services are, when not here. */
export interface Checkout {
  root?: string;
}

export interface RunningService extends ServiceProcess {
  service: string;
  address: string;
}

export interface SystemOptions {
  /** Tickets of the one type, `seat`. */
  capacity: number;
  /** Further arguments of redis-server. */
  redisArgs?: readonly string[];
  /** Variables of every service. */
  environment?: Record<string, string>;
}

/** Starts a Redis; the services are started one by one. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const redis = await startRedis({ args: options.redisArgs ?? [] });
  const folder = await mkdtemp(join(tmpdir(), 'onsale-system-'));
  const catalogFile = join(folder, 'catalog.yaml');
  await writeFile(catalogFile, catalogOf(options.capacity));
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
  const config = { REDIS_URL: redis.url, REDIS_HOST: '', REDIS_PORT: 0 };
  const connection = await connectRedis(config, { logger, name: 'test' });
  const processes: RunningService[] = [];

  const start = async (service: string, environment: Record<string, string>, from: Checkout) => {
    const variables = {
      REDIS_URL: redis.url,
      CATALOG_FILE: catalogFile,
      WORKER_CLAIM_IDLE_MS: String(CLAIM_IDLE_MS),
      ...options.environment,
      ...environment,
    };
    const started = startService(service, variables, from);
    const address = await started.url();
    const running = { ...started, service, address };
    processes.push(running);
    await eventually(
      async () => (await fetch(`${address}/readyz`)).status,
      (status) => status === 200,
    );
    return running;
  };
  return {
    redis,
    processes,
    connection,
    startGateway: (environment = {}, from = {}) => start('gateway', environment, from),
    startWorker: (environment = {}, from = {}) => start('order-worker', environment, from),
    auditWhenSettled: async () => {
      const waiting = () => redis.command('XLEN', orderStreamKey(0));
      await eventually(waiting, (entries) => entries === 0);
      // After a restart of Redis this connection may still be on its way back.
      await eventually(async () => connection.isReady(), Boolean);
      return await audit(await openLedger(connection, 1));
    },
    stop: async () => {
      for (const each of processes) each.signal('SIGKILL');
      await Promise.all(processes.map((each) => each.exited));
      await connection.close();
      await redis.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** A catalog with one ticket type, `seat`. */
export function catalogOf(capacity: number): string {
  return `
version: 1
events:
  - id: show
    name: Show
    venue: Hall
    startsAt: 2027-05-01T20:00:00+02:00
    currency: EUR
    tickets:
      - { id: seat, name: Seat, type: adult, price: 10, capacity: ${capacity} }
`;
}

/** One purchase. The key lets a buyer ask again when the gateway has died on the way. */
export async function buy(
  address: string,
  key: string,
): Promise<{ status: number; orderId: string | undefined; body: string }> {
  const response = await fetch(`${address}/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({
      customer: { name: 'Ada', email: 'ada@example.com' },
      items: [{ ticketId: 'seat', qty: 1 }],
      paymentMethod: 'credit_card',
    }),
  });
  const body = await response.text();
  const { orderId } = JSON.parse(body) as Partial<CreateOrderResponse>;
  return { status: response.status, orderId, body };
}
