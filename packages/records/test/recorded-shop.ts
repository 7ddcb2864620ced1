import {
  applyCatalog,
  ensureWorkerGroup,
  newOrderId,
  type NewOrder,
  type Ledger,
  openLedger,
  placeOrders,
  readEntries,
  settleOrders,
} from '@onsale/ledger';
import { installOn, type TestRedis } from '@onsale/testing';
import * as base from './recorder/recorded-shop.ts';

const SHOW = 'show-7';
/** Counted for limits; an HMAC in earnest. */
const ADA = 'ada'.padEnd(22, '-');

/** A shop whose event limits its customers, and that may begin again. */
export interface RecordedShop extends base.RecordedShop {
  server: TestRedis;
  /** Empties both databases and puts tickets on sale. */
  open(capacities: Record<string, number>): Promise<void>;
  /** Records all that was logged. */
  record(): Promise<void>;
}

/** Starts both databases for a test file; they are stopped after its tests. */
export async function startRecordedShop(): Promise<RecordedShop> {
  const shop = await base.startRecordedShop();
  const { ledger, db, redis, parts } = shop;
  return {
    ...{ ...shop, server: redis },
    async open(capacities) {
      await redis.command('FLUSHALL');
      await installOn(ledger.redis);
      Object.assign(ledger, await openLedger(ledger.redis, 1));
      await ensureWorkerGroup(ledger.redis, 0);
      await applyCatalog(ledger, { events: [eventWith(capacities)] });
      for (const table of TABLES) await db.deleteFrom(`records.${table}`).execute();
      await base.recordAll(parts);
    },
    async record() {
      await base.recordAll(parts);
    },
  };
}

const TABLES = [
  ...(['shards', 'orders', 'people', 'payments', 'changes', 'rejections'] as const),
  ...(['events', 'refunds', 'disputes', 'order_sums', 'ticket_sums', 'payment_sums'] as const),
] as const;

function eventWith(capacities: Record<string, number>) {
  const tickets = Object.entries(capacities).map(([id, capacity]) => ({
    ...{ id, eventId: SHOW, name: id, type: 'adult', description: '' },
    ...{ priceMinor: 1000, currency: 'USD', capacity },
  }));
  return {
    ...{ id: SHOW, name: 'Show', venue: 'Hall', description: '', currency: 'USD' },
    ...{ startsAt: '2087-06-18T16:00:00Z', maxPerCustomer: 100, tickets },
  };
}

/** A new order of, for example, `adult:2,child:1`. */
export function orderOf(wanted: string, changes: Partial<NewOrder> = {}): NewOrder {
  const lines = wanted.split(',').map((item) => {
    const [ticketId = '', qty] = item.split(':');
    return { ticketId, type: 'adult', qty: Number(qty), unitMinor: 1000 };
  });
  return {
    ...{ id: newOrderId(0, Date.now()), eventId: SHOW, currency: 'USD', paymentMethod: 'online' },
    customer: { name: 'Ada Lovelace', email: 'Ada@Example.org' },
    ...{ lines, customerKey: ADA },
    totalMinor: lines.reduce((sum, { qty, unitMinor }) => sum + qty * unitMinor, 0),
    ...changes,
  };
}

/** Places orders and settles them. */
export async function sell(ledger: Ledger, ...orders: NewOrder[]): Promise<void> {
  await placeOrders(ledger, 0, { orders, maxBacklog: 1000 });
  const from = { consumer: 'worker-1', count: 1000, blockMs: 1 };
  await settleOrders(ledger, 0, await readEntries(ledger.redis, 0, from));
}
