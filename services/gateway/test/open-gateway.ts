import { EventEmitter, once } from 'node:events';
import {
  applyCatalog,
  ClockWatch,
  createOrderLines,
  DataGuard,
  ensureWorkerGroup,
  type Ledger,
  readEntries,
  settleOrders,
} from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { connectRedis, type RedisConnection } from '@onsale/redis';
import {
  ClientAddresses,
  createLogger,
  createRegistry,
  type HttpServer,
  loadConfig,
  openArchivedOrders,
} from '@onsale/service';
import { type RedisEndpoint, startRedis, type TestRedis } from '@onsale/testing';
import { buildApp } from '../src/app.ts';
import { GatewayConfig } from '../src/config.ts';
import { CustomerTags } from '../src/customers/customer-tags.ts';
import { createOperations } from '../src/operations/operations.ts';
import { OrderFollowers } from '../src/orders/order-followers.ts';
import { addressLimits } from '../src/clients/address-limits.ts';
import { OrderPlacer } from '../src/orders/order-placer.ts';
import { OrderReader } from '../src/orders/order-reader.ts';
import { LineWatch } from '../src/place-in-line/line-watch.ts';
import { Admissions } from '../src/admission/admissions.ts';
import { CatalogView } from '../src/browse/catalog-view.ts';

/** Two events; one ticket of the first is in another currency, one type is nearly sold out. */
export const TEST_CATALOG = `
events:
  - id: fair
    name: Town Fair
    venue: Market Square
    startsAt: 2087-05-01T10:00:00+02:00
    description: A day out
    currency: EUR
    tickets:
      - { id: fair-adult, name: Adult, type: adult, price: 25.50, capacity: 1000 }
      - { id: fair-child, name: Child, type: child, price: 9.90, capacity: 1000 }
      - { id: fair-vip, name: VIP, type: vip, price: 120, capacity: 2 }
      - { id: fair-abroad, name: From abroad, type: adult, price: 30, currency: USD, capacity: 50 }
  - id: club
    name: Club Night
    venue: The Cellar
    startsAt: 2087-05-02T21:00:00+02:00
    currency: EUR
    tickets:
      - { id: club-adult, name: Entry, type: adult, price: 15, capacity: 100 }
`;

export interface TestGateway<Server extends RedisEndpoint = TestRedis> {
  app: HttpServer;
  redis: Server;
  ledger: Ledger;
  connection: RedisConnection;
  followers: OrderFollowers;
  /** The numbers of keys and queued orders, unchanged when nothing was written. */
  written(): Promise<{ keys: number; waiting: number }>;
  /** Settles the backlog, as a worker would. */
  settleAll(): Promise<void>;
  setDraining(draining: boolean): void;
  close(): Promise<void>;
}

/** Builds the gateway's app in this process, on its own Redis or another test's. */
export async function openGateway<Server extends RedisEndpoint = TestRedis>(
  environment: Record<string, string> = {},
  options: {
    catalog?: string;
    redis?: Server;
    redisArgs?: readonly string[];
    now?: () => number;
  } = {},
): Promise<TestGateway<Server>> {
  const start = { args: options.redisArgs ?? [], shards: Number(environment['SHARDS'] ?? 1) };
  // Without a server of the caller, `Server` is its default.
  const redis = options.redis ?? ((await startRedis(start)) as RedisEndpoint as Server);
  const config = loadConfig(GatewayConfig, { REDIS_URL: redis.url, ...environment });
  const logger = createLogger({ service: 'gateway', instance: 'test', level: 'silent' });
  const connection = await connectRedis(config, { logger, name: 'gateway' });
  const subscriber = await connection.another('gateway-sub');
  const waits = config.WAIT_REPLICAS > 0;
  const placing = waits ? await connection.another('gateway-place') : connection;
  const telling = waits ? await connection.another('gateway-tell') : connection;
  const { signal } = new AbortController();
  const guard = new DataGuard({
    logger,
    shards: config.SHARDS,
    strict: config.STRICT_REDIS,
    signal,
  });
  const ledger = await guard.open(connection);
  await applyCatalog(ledger, parseCatalog(options.catalog ?? TEST_CATALOG, 'catalog.yaml'));
  await ensureWorkerGroup(connection, 0);

  const registry = createRegistry('gateway');
  const clients = new ClientAddresses(config.TRUSTED_PROXIES);
  const { orderLimit, codeLimit } = addressLimits(connection, clients, config);
  const placer = new OrderPlacer(ledger, placing, { config, registry });
  const archived = openArchivedOrders({ config, logger, registry });
  const reader = new OrderReader(ledger, telling, { replicas: config.WAIT_REPLICAS, archived });
  const line = new LineWatch(ledger, logger);
  await line.open();
  const followers = new OrderFollowers(ledger, subscriber, { logger, registry, clients, line });
  const tags = new CustomerTags(config.CUSTOMER_KEY, clients);
  const admissions = new Admissions(config.ADMISSION_KEYS);
  const operations = createOperations(ledger, registry);
  const catalogView = new CatalogView(ledger, { guard, logger });
  await catalogView.open();
  const clock = new ClockWatch(connection, options.now);
  await clock.open();
  let draining = false;
  const isDraining = () => draining;
  const orderLines = createOrderLines(logger, config.LOG_ORDERS);
  const context = { logger, registry, isDraining, guard, clients, orderLines, tracing: undefined };
  const sale = {
    ledger,
    catalogView,
    tags,
    admissions,
    placer,
    reader,
    line,
    followers,
    orderLimit,
    codeLimit,
  };
  const app = buildApp(config, context, () => ({ sale, operations, clock }));

  return {
    app,
    redis,
    ledger,
    connection,
    followers,
    written: async () => ({
      keys: Number(await redis.command('DBSIZE')),
      waiting: Number(await redis.command('XLEN', '{s0}:order-stream')),
    }),
    settleAll: async () => {
      for (;;) {
        const read = { consumer: 'test', count: 100, blockMs: 1 };
        const entries = await readEntries(connection, 0, read);
        if (entries.length === 0) return;
        await settleOrders(ledger, 0, entries);
      }
    },
    setDraining: (value) => {
      draining = value;
    },
    close: async () => {
      operations.close();
      await followers.close();
      await app.close();
      await catalogView.close();
      await clock.close();
      await line.close();
      await guard.close();
      const connections = new Set([placing, telling, subscriber, connection]);
      await Promise.all([...connections].map((each) => each.close()));
      if (options.redis === undefined) await redis.stop();
    },
  };
}

/** A valid request body. */
export function order(
  items: { ticketId: string; qty: number }[] = [{ ticketId: 'fair-adult', qty: 2 }],
) {
  return {
    customer: { name: 'Ada Lovelace', email: 'ada@example.com' },
    items,
    paymentMethod: 'credit_card',
  };
}

/** How long to wait for an event. */
const EVENT_TIMEOUT_MS = 10_000;

/**
 * Reads server-sent events from a response, one at a time. Those that tell only a new place in line
 * are skipped, unless asked for.
 */
export class EventReader {
  readonly #arrivals = new EventEmitter();
  readonly #events: { event: string; data: Record<string, unknown> }[] = [];
  readonly #withPlaces: boolean;
  #last = '';
  #ended = false;

  constructor(body: ReadableStream<Uint8Array>, { withPlaces = false } = {}) {
    this.#withPlaces = withPlaces;
    void this.#read(body);
  }

  /** The next event; undefined when the stream has ended. */
  async next(): Promise<{ event: string; data: Record<string, unknown> } | undefined> {
    for (;;) {
      const event = this.#events.shift();
      if (event !== undefined || this.#ended) return event;
      const signal = AbortSignal.timeout(EVENT_TIMEOUT_MS);
      await once(this.#arrivals, 'arrival', { signal });
    }
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of body) {
        text += decoder.decode(chunk, { stream: true });
        let end = text.indexOf('\n\n');
        for (; end !== -1; end = text.indexOf('\n\n')) {
          this.#add(text.slice(0, end));
          text = text.slice(end + 2);
        }
      }
    } catch {
      // The test itself has closed the stream.
    } finally {
      this.#ended = true;
      this.#arrivals.emit('arrival');
    }
  }

  #add(message: string): void {
    const match = /^(?:event: (\w+)\n)?data: (.*)$/.exec(message);
    if (match === null) return;
    const { line: _place, ...rest } = JSON.parse(match[2] ?? '') as Record<string, unknown>;
    const content = JSON.stringify(rest);
    if (content === this.#last && !this.#withPlaces) return;
    this.#last = content;
    this.#events.push({
      event: match[1] ?? 'message',
      data: JSON.parse(match[2] ?? '') as Record<string, unknown>,
    });
    this.#arrivals.emit('arrival');
  }
}
