import {
  applyCatalog,
  type Ledger,
  type NewOrder,
  newOrderId,
  openLedger,
  orderStreamKey,
  placeOrders,
} from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { connectRedis, type RedisConnection } from '@onsale/redis';
import { createLogger } from '@onsale/service';
import { eventually, type ServiceProcess, startRedis, startService } from '@onsale/testing';
import type { TestRedis } from '@onsale/testing';

const CATALOG = `
events:
  - id: show
    name: Show
    venue: Hall
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    tickets:
      - { id: seat, name: Seat, type: adult, price: 10, capacity: 1000 }
      - { id: box, name: Box, type: vip, price: 50, capacity: 2 }
`;

export interface WorkerBench {
  redis: TestRedis;
  connection: RedisConnection;
  ledger: Ledger;
  /** Applies the catalog; already done once at the start. */
  putOnSale(): Promise<void>;
  /** Starts a real worker process with short timeouts for claims and dead letters. */
  startWorker(environment?: Record<string, string>): Promise<ServiceProcess>;
  /** Places orders for one ticket each; resolves with their ids. */
  place(count: number, ticketId?: string, changes?: Partial<NewOrder>): Promise<string[]>;
  /** Resolves when the backlog is empty. */
  drained(): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis with a small catalog for worker processes. */
export async function openWorkerBench(): Promise<WorkerBench> {
  const redis = await startRedis();
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
  const config = { REDIS_URL: redis.url, REDIS_HOST: '', REDIS_PORT: 0 };
  const connection = await connectRedis(config, { logger, name: 'test' });
  const ledger = await openLedger(connection, 1);
  const putOnSale = async () => {
    await applyCatalog(ledger, parseCatalog(CATALOG, 'catalog.yaml'));
  };
  await putOnSale();
  const workers: ServiceProcess[] = [];
  return {
    redis,
    connection,
    ledger,
    putOnSale,
    startWorker: async (environment = {}) => {
      const worker = startService('order-worker', {
        REDIS_URL: redis.url,
        WORKER_CLAIM_IDLE_MS: '200',
        WORKER_MAX_DELIVERIES: '3',
        ...environment,
      });
      workers.push(worker);
      await worker.logged((line) => line.msg === 'consuming');
      return worker;
    },
    place: async (count, ticketId = 'seat', changes = {}) => {
      const orders = Array.from({ length: count }, () => ({ ...newOrder(ticketId), ...changes }));
      await placeOrders(ledger, 0, { orders, maxBacklog: 100_000 });
      return orders.map((order) => order.id);
    },
    drained: async () => {
      await eventually(
        () => redis.command('XLEN', orderStreamKey(0)),
        (entries) => entries === 0,
      );
    },
    stop: async () => {
      for (const worker of workers) worker.signal('SIGKILL');
      await Promise.all(workers.map((worker) => worker.exited));
      await connection.close();
      await redis.stop();
    },
  };
}

function newOrder(ticketId: string) {
  const unitMinor = ticketId === 'seat' ? 1000 : 5000;
  return {
    id: newOrderId(0, Date.now()),
    eventId: 'show',
    currency: 'EUR',
    customer: { name: 'Ada', email: 'ada@example.com' },
    paymentMethod: 'credit_card',
    lines: [{ ticketId, type: 'adult', qty: 1, unitMinor }],
    totalMinor: unitMinor,
  };
}
