import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreateOrderResponse } from '@onsale/contracts';
import { allShardsOf, audit, type AuditReport, openLedger, orderStreamKey } from '@onsale/ledger';
import { connectRedis, type RedisConnection } from '@onsale/redis';
import { createLogger } from '@onsale/service';
import { eventually } from './eventually.ts';
import { installFunctionsOf, installOn } from './install-on.ts';
import { type RedisEndpoint, startRedis, type TestRedis } from './redis-server.ts';
import { type ServiceProcess, startService } from './service-process.ts';

/** When a dead worker's entries are claimed; short, because tests wait for it. */
const CLAIM_IDLE_MS = 300;

/** Enough to settle the longest backlog of any test. */
const SETTLED_TIMEOUT_MS = 60_000;

/** The whole system as real processes around its own Redis. */
export interface System {
  /** Its own redis-server. Throws when another Redis was passed in. */
  redis: TestRedis;
  shards: number;
  /** The ticket ids on sale, one for each event. */
  ticketIds: readonly string[];
  /** Every process started, including those that have exited. */
  processes: readonly RunningService[];
  connection: RedisConnection;
  startGateway(environment?: Record<string, string>, from?: Checkout): Promise<RunningService>;
  startWorker(environment?: Record<string, string>, from?: Checkout): Promise<RunningService>;
  /** Any other service. */
  startService(service: string, environment: Record<string, string>): Promise<RunningService>;
  /** Waits until the backlog is empty, then audits. */
  auditWhenSettled(): Promise<AuditReport>;
  stop(): Promise<void>;
}

/** The folder of another checkout to run services from. */
export interface Checkout {
  root?: string;
}

export interface RunningService extends ServiceProcess {
  service: string;
  address: string;
}

export interface SystemOptions {
  /** Capacity of each ticket type. */
  capacity: number;
  /** Events with one ticket type each: `seat`, `seat-1`, `seat-2` and so on. Default: one. */
  events?: number;
  /** Number of shards. Default: one. */
  shards?: number;
  /** A running Redis to use; the caller stops it. */
  redis?: RedisEndpoint;
  /** Whether that Redis has its data and functions, so that none are installed here; default: no. */
  isInstalled?: boolean;
  /** Further arguments of redis-server. */
  redisArgs?: readonly string[];
  /** Variables of redis-server. */
  redisEnvironment?: Record<string, string>;
  /** Variables of every service. */
  environment?: Record<string, string>;
}

/** Starts a Redis; services are started one by one. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { shards = 1, events = 1, isInstalled = false } = options;
  const own =
    options.redis === undefined
      ? await startRedis({
          args: options.redisArgs ?? [],
          shards,
          environment: options.redisEnvironment ?? {},
        })
      : undefined;
  const url = (own ?? options.redis)?.url ?? '';
  const folder = await mkdtemp(join(tmpdir(), 'onsale-system-'));
  const catalogFile = join(folder, 'catalog.yaml');
  await writeFile(catalogFile, catalogOf(options.capacity, events));
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
  const where: Record<string, string> = { ...(options.redis?.environment ?? { REDIS_URL: url }) };
  const config = { ...where, REDIS_HOST: '', REDIS_PORT: 0 };
  const connection = await connectRedis(config, { logger, name: 'test' });
  if (options.redis !== undefined && !isInstalled) await installOn(connection, shards);
  const processes: RunningService[] = [];

  const start = async (service: string, environment: Record<string, string>, from: Checkout) => {
    const variables = {
      ...where,
      SHARDS: String(shards),
      CATALOG_FILE: catalogFile,
      WORKER_CLAIM_IDLE_MS: String(CLAIM_IDLE_MS),
      ...options.environment,
      ...environment,
    };
    if (from.root !== undefined && !isInstalled) await installFunctionsOf(from.root, connection);
    const started = startService(service, variables, from);
    const address = await started.url();
    const running = { ...started, service, address };
    processes.push(running);
    await started.ready();
    return running;
  };
  return {
    get redis() {
      if (own === undefined) throw new Error('this system has no redis-server of its own');
      return own;
    },
    shards,
    ticketIds: ticketIdsOf(events),
    processes,
    connection,
    startGateway: (environment = {}, from = {}) => start('gateway', environment, from),
    startWorker: (environment = {}, from = {}) => start('order-worker', environment, from),
    startService: (service, environment) => start(service, environment, {}),
    auditWhenSettled: async () => {
      for (const shard of allShardsOf({ shards })) {
        const key = orderStreamKey(shard);
        // After a restart of Redis this connection may still be reconnecting.
        const waiting = async () =>
          await connection.command(key, ['XLEN', key]).catch(() => 'away');
        await eventually(waiting, (entries) => entries === 0, SETTLED_TIMEOUT_MS);
      }
      return await audit(await openLedger(connection, shards));
    },
    stop: async () => {
      for (const each of processes) each.signal('SIGKILL');
      await Promise.all(processes.map((each) => each.exited));
      await connection.close();
      await own?.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** When the events of `catalogOf` start: further off than any test runs. */
export const EVENT_STARTS_AT = '2087-05-01T20:00:00+02:00';

/** A catalog with one ticket type for each event: `seat` for the first, `seat-1` and so on. */
export function catalogOf(capacity: number, events = 1): string {
  const shows = ticketIdsOf(events).map(
    (ticketId, i) => `
  - id: ${i === 0 ? 'show' : `show-${i}`}
    name: Show
    venue: Hall
    startsAt: ${EVENT_STARTS_AT}
    currency: EUR
    tickets:
      - { id: ${ticketId}, name: Seat, type: adult, price: 10, capacity: ${capacity} }
`,
  );
  return `events:${shows.join('')}`;
}

function ticketIdsOf(events: number): string[] {
  return Array.from({ length: events }, (_, i) => (i === 0 ? 'seat' : `seat-${i}`));
}

/** One purchase. With the key a buyer can retry when the gateway has died midway. */
export async function buy(
  address: string,
  key: string,
  ticketId = 'seat',
): Promise<{
  status: number;
  orderId: string | undefined;
  body: string;
  retryAfter: string | null;
}> {
  const response = await fetch(`${address}/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({
      customer: { name: 'Ada', email: 'ada@example.com' },
      items: [{ ticketId, qty: 1 }],
      paymentMethod: 'credit_card',
    }),
  });
  const body = await response.text();
  const { orderId } = JSON.parse(body) as Partial<CreateOrderResponse>;
  return {
    status: response.status,
    orderId,
    body,
    retryAfter: response.headers.get('retry-after'),
  };
}
