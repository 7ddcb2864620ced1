import { AdmissionKeys } from '@onsale/admission';
import { type Line, PLACE_COOKIE, type Place } from '@onsale/contracts';
import { ClockWatch, DataGuard, type Ledger } from '@onsale/ledger';
import { connectRedis, type RedisConnection } from '@onsale/redis';
import {
  ClientAddresses,
  createLogger,
  createRegistry,
  type HttpServer,
  loadConfig,
} from '@onsale/service';
import { putOnSale, startRedis, type TestRedis } from '@onsale/testing';
import { buildApp } from '../src/app.ts';
import { WaitingRoomConfig } from '../src/config.ts';
import { Lines } from '../src/lines/lines.ts';
import { Lots } from '../src/lines/lots.ts';
import { ShopWatch } from '../src/pace/shop-watch.ts';
import { createPlaceMetrics } from '../src/places/place-metrics.ts';
import { PlaceQueues } from '../src/places/place-queues.ts';

export const ADMISSION_KEYS = 'a-secret-of-at-least-thirty-two-characters';
export const KEYS = new AdmissionKeys([ADMISSION_KEYS]);

/** What a browser sends, and from where. */
export interface Asking {
  method?: 'GET' | 'POST' | 'DELETE';
  /** The value of the cookie. */
  cookie?: string;
  headers?: Record<string, string>;
  from?: string;
  /** `noon` unless given. */
  eventId?: string;
}

/** A waiting room in this process, around a Redis of its own, with no gateway or worker: its lines admit nobody. */
export interface TestRoom {
  app: HttpServer;
  redis: TestRedis;
  /** The connection of the room itself. */
  connection: RedisConnection;
  ledger: Ledger;
  lines: Lines;
  readLine(eventId?: string): Promise<Line>;
  /** Asks `/lines/<event><path>`; the answer of a place has the cookie that was set. */
  ask(path?: string, asking?: Asking): Promise<{ status: number; body: Place; cookie: string }>;
  close(): Promise<void>;
}

/** Opens one with the events of a catalog (YAML), of which the first has the id `noon`. */
export async function openRoom(
  catalog: string,
  environment: Record<string, string> = {},
  redisArgs: readonly string[] = [],
): Promise<TestRoom> {
  const redis = await startRedis({ args: redisArgs });
  const config = loadConfig(WaitingRoomConfig, {
    ...{ REDIS_URL: redis.url, ADMISSION_KEYS },
    ...environment,
  });
  const logger = createLogger({ service: 'waiting-room', instance: 'test', level: 'silent' });
  const connection = await connectRedis(config, { logger, name: 'waiting-room' });
  const joining = await connection.another('waiting-room-join');
  const { signal } = new AbortController();
  const guard = new DataGuard({ logger, shards: 1, strict: false, signal });
  const ledger = await guard.open(connection);
  await putOnSale(ledger, catalog);
  const registry = createRegistry('waiting-room');
  const clock = new ClockWatch(connection);
  await clock.open();
  const shops = new ShopWatch(ledger, connection);
  const lines = new Lines({ ledger, shops, logger }, guard);
  const serving = {
    ...{ ledger, lines, clock },
    lots: new Lots(ledger),
    queues: new PlaceQueues(ledger, {
      ...{ joining, replicas: config.WAIT_REPLICAS },
      metrics: createPlaceMetrics(registry),
    }),
    isReachable: () => connection.isReady(),
  };
  const clients = new ClientAddresses(config.TRUSTED_PROXIES);
  const context = { logger, registry, isDraining: () => false, guard, clients, keys: KEYS };
  const app = buildApp(config, context, () => serving);
  await lines.open();

  async function ask(path = '/place', asking: Asking = {}) {
    const { method = 'GET', cookie, from = '192.0.2.1', headers = {}, eventId = 'noon' } = asking;
    const answer = await app.inject({
      ...{ method, url: `/v1/lines/${eventId}${path}`, remoteAddress: from },
      headers: {
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
        ...(cookie === undefined ? {} : { cookie: `${PLACE_COOKIE}=${cookie}` }),
        ...headers,
      },
    });
    const set = String(answer.headers['set-cookie'] ?? '').split(';')[0] ?? '';
    return {
      status: answer.statusCode,
      body: (answer.body === '' ? {} : answer.json()) as Place,
      cookie: set.slice(PLACE_COOKIE.length + 1),
    };
  }

  return {
    ...{ app, redis, connection, ledger, lines, ask },
    readLine: async (eventId = 'noon') => (await ask('', { eventId })).body as unknown as Line,
    close: async () => {
      await app.close();
      await lines.close();
      await clock.close();
      await guard.close();
      await joining.close();
      await connection.close();
      await redis.stop();
    },
  };
}

/** An event with a waiting room, for a catalog. */
export function eventWith(
  waitingRoom: string,
  { id = 'noon', capacity = 3, isPaidOnline = false } = {},
): string {
  return `  - id: ${id}
    name: Noon
    venue: Hall
    startsAt: 2087-07-01T20:00:00+02:00
    currency: EUR
    waitingRoom: { ${waitingRoom} }${isPaidOnline ? '\n    paymentMethods: [online]' : ''}
    tickets:
      - { id: ${id}-seat, name: Seat, type: adult, price: 20, capacity: ${capacity} }
`;
}
