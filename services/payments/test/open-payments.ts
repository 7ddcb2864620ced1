import { after } from 'node:test';
import {
  applyCatalog,
  type Catalog,
  ensureWorkerGroup,
  finishOrders,
  type Ledger,
  newOrderId,
  type NewOrder,
  openLedger,
  orderAddress,
  type Payment,
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
    const work = {
      ledger,
      provider,
      publicUrl: PUBLIC_URL,
      giveUpMs: 60_000,
      replicas: 0,
      changed() {},
    };
    return {
      ...{ server, ledger, provider, work },
      async hold(changes = {}) {
        const order = orderOf(changes);
        await placeOrders(ledger, 0, { orders: [order], maxBacklog: 1000 });
        const entries = await readEntries(redis, 0, { consumer: 'w', count: 100, blockMs: 1 });
        await settleOrders(ledger, 0, entries);
        return order.id;
      },
      async read(orderId) {
        const snapshot = await readPayment(ledger, orderId);
        if (snapshot?.payment === undefined) throw new Error('the order has no payment');
        return { ...snapshot, payment: snapshot.payment };
      },
      async endHold(orderId) {
        const address = orderAddress(0, orderId);
        const record = String(await server.command('HGET', ...address));
        const ended = record.replace(/^\["([ho]\d+)\/\d+/, `["$1/${Date.now() - 1}`);
        await server.command('HSET', ...address, ended);
      },
      async expire(orderId) {
        await finishOrders(ledger, 0, [{ orderId, step: 'expire' }]);
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
