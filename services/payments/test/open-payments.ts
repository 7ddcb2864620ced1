import { after } from 'node:test';
import {
  applyCatalog,
  archivedPaymentsKey,
  archiveKey,
  archiveOrders,
  type Catalog,
  ensureWorkerGroup,
  finishOrders,
  isOpenPayment,
  isOutcome,
  type Ledger,
  newOrderId,
  type NewOrder,
  openLedger,
  orderAddress,
  orderSecond,
  type Payment,
  paymentsDueKey,
  paymentsKey,
  type PaymentSnapshot,
  placeOrders,
  readEntries,
  readPayment,
  settleOrders,
} from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { connectionOf, installOn, startRedis, type TestRedis } from '@onsale/testing';
import type { PaymentWork } from '../src/engine/work-on-payment.ts';
import { MemoryProvider } from './memory-provider.ts';

const CATALOG = `
events:
  - id: show
    name: Night of Shows
    venue: Hall
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    tickets:
      - { id: adult, name: Adult, type: adult, price: 20, capacity: 10 }
`;

export const PUBLIC_URL = 'https://tickets.example';
export const HOLD_MS = 900_000;

/** What tests of payments work with: a real Redis, and a provider in memory. */
export interface TestPayments {
  server: TestRedis;
  ledger: Ledger;
  provider: MemoryProvider;
  work: PaymentWork;
  /** Places an order of two tickets and has it held. */
  hold: (changes?: Partial<NewOrder>) => Promise<string>;
  read: (orderId: string) => Promise<PaymentSnapshot & { payment: Payment }>;
  /** Brings the deadline of a hold, and the end of its open payment, to now. */
  endHold: (orderId: string) => Promise<void>;
  /** Lets a hold expire whose deadline is over, as a worker does. */
  expire: (orderId: string) => Promise<void>;
  /** Takes an order out of Redis, if nothing keeps it: it is then in a database, which is this map. */
  archive: (orderId: string) => Promise<boolean>;
  records: Map<string, { orderId: string; shard: number; record: string; payment?: string }>;
  /** Takes the payments out again that have come back, an hour later, if nothing keeps them. */
  archivePayments: (whileStored?: () => Promise<unknown>) => Promise<number>;
}

/** A Redis for one test file, emptied for each test that calls this. */
export async function openPayments(): Promise<() => Promise<TestPayments>> {
  const server = await startRedis();
  after(() => server.stop());
  const catalog: Catalog = parseCatalog(CATALOG, 'catalog.yaml');
  return async () => {
    await server.command('FLUSHALL');
    const redis = connectionOf(server);
    await installOn(redis);
    const ledger = await openLedger(redis, 1);
    await ensureWorkerGroup(redis, 0);
    await applyCatalog(ledger, catalog);
    const provider = new MemoryProvider();
    const records: TestPayments['records'] = new Map();
    const readArchived = async (orderId: string) => records.get(orderId);
    const work = {
      ledger,
      provider,
      readArchived,
      publicUrl: PUBLIC_URL,
      giveUpMs: 60_000,
      replicas: 0,
      changed() {},
    };
    return {
      ...{ server, ledger, provider, work, records },
      async hold(changes = {}) {
        const order = orderOf(changes);
        await placeOrders(ledger, 0, { orders: [order], maxBacklog: 1000 });
        const entries = await readEntries(redis, 0, { consumer: 'w', count: 100, blockMs: 1 });
        await settleOrders(ledger, 0, entries);
        return order.id;
      },
      async read(orderId) {
        const snapshot = await readPayment(ledger, orderId, readArchived);
        if (snapshot?.payment === undefined) throw new Error('the order has no payment');
        return { ...snapshot, payment: snapshot.payment };
      },
      async endHold(orderId) {
        const address = orderAddress(0, orderId);
        const record = await server.command('HGET', ...address);
        if (typeof record !== 'string') return;
        const ended = record.replace(/^\["([ho]\d+)\/\d+/, `["$1/${Date.now() - 1}`);
        await server.command('HSET', ...address, ended);
      },
      async expire(orderId) {
        await finishOrders(ledger, 0, [{ orderId, step: 'expire' }]);
      },
      async archive(orderId) {
        const snapshot = await readPayment(ledger, orderId);
        if (snapshot === undefined || snapshot.archived !== undefined) return false;
        const { order, payment } = snapshot;
        if (!isOutcome(order.status) || (payment && isOpenPayment(payment))) return false;
        const [bucket] = orderAddress(0, orderId);
        const payments = paymentsKey(0, orderSecond(orderId));
        const record = String(await server.command('HGET', bucket, orderId));
        const stored = await server.command('HGET', payments, orderId);
        const kept = typeof stored === 'string' ? { payment: stored } : {};
        records.set(orderId, { orderId, shard: 0, record, ...kept });
        await server.command('HDEL', bucket, orderId);
        await server.command('HDEL', payments, orderId);
        await server.command('ZREM', paymentsDueKey(0), orderId);
        await server.command('HSET', archiveKey(0), 'archivedTo', orderSecond(orderId));
        return true;
      },
      async archivePayments(whileStored = async () => undefined) {
        const index = archivedPaymentsKey(0);
        for (const orderId of (await server.command('HKEYS', index)) as string[]) {
          const text = String(await server.command('HGET', index, orderId));
          await server.command('HSET', index, orderId, text.replace(/^\d+/, '0'));
          const payments = paymentsKey(0, orderSecond(orderId));
          const payment = await server.command('HGET', payments, orderId);
          const known = records.get(orderId);
          // The recorder has stored it.
          if (known) records.set(orderId, { ...known, payment: String(payment) });
        }
        const report = await archiveOrders(ledger, {
          keep: { refusedMs: HOLD_MS, soldMs: HOLD_MS },
          store: async () => void (await whileStored()),
          records: {
            isRecording: async () => true,
            mark: async () => new Set<string>(),
            read: async (ids) => ids.flatMap((id) => records.get(id) ?? []),
          },
          waitMs: 0,
        });
        return report.payments;
      },
    };
  };
}

function orderOf(changes: Partial<NewOrder>): NewOrder {
  return {
    id: newOrderId(0, Date.now()),
    eventId: 'show',
    currency: 'EUR',
    customer: { name: 'Ada Lovelace', email: 'ada@example.org' },
    paymentMethod: 'online',
    lines: [{ ticketId: 'adult', type: 'adult', qty: 2, unitMinor: 2000 }],
    totalMinor: 4000,
    holdMs: HOLD_MS,
    ...changes,
  };
}
