import { readFile } from 'node:fs/promises';
import * as present from '@onsale/ledger';
import type { Ledger, NewOrder } from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { connectionOf, type TestRedis } from '@onsale/testing';
import { CATALOG_FILE } from './onsale.ts';

/** Orders placed in one call, unless given otherwise. */
const BATCH = 250;
/** Entries in one read, as a busy worker reads them. */
const READ_TOGETHER = 256;

/** The functions for placing and settling, of this version or of another. */
export type LedgerCode = Pick<typeof present, 'placeOrders' | 'readEntries' | 'settleOrders'>;

/** The ledger on a benchmark's Redis. */
export async function openBareLedger(redis: Pick<TestRedis, 'command'>): Promise<Ledger> {
  return await present.openLedger(connectionOf(redis), 1);
}

/** The same, with the benchmarks' catalog applied. */
export async function openBenchLedger(redis: TestRedis): Promise<Ledger> {
  const ledger = await openBareLedger(redis);
  const catalog = parseCatalog(await readFile(CATALOG_FILE, 'utf8'), CATALOG_FILE);
  await present.applyCatalog(ledger, catalog);
  return ledger;
}

/** Places orders of two items by different buyers, as a gateway does; resolves with their ids. */
export async function addOrders(
  ledger: Ledger,
  count: number,
  options: {
    withKey?: boolean;
    batch?: number;
    /** What each order has besides, by its number. */
    fields?: (number: number) => Partial<NewOrder>;
    code?: LedgerCode;
  } = {},
): Promise<string[]> {
  const { batch = BATCH, withKey = false, fields, code = present } = options;
  const ids: string[] = [];
  while (ids.length < count) {
    const size = Math.min(batch, count - ids.length);
    const orders = Array.from({ length: size }, (_, i): NewOrder => ({
      id: present.newOrderId(0, Date.now()),
      eventId: 'bench-event',
      currency: 'EUR',
      customer: { name: 'Ada Lovelace', email: `ada.${ids.length + i}@example.org` },
      paymentMethod: 'credit_card',
      lines: [
        { ticketId: 'bench-adult', type: 'adult', qty: 1, unitMinor: 2500 },
        { ticketId: 'bench-child', type: 'child', qty: 1, unitMinor: 1200 },
      ],
      totalMinor: 3700,
      ...(withKey ? { idempotencyKey: crypto.randomUUID() } : {}),
      ...fields?.(ids.length + i),
    }));
    const placements = await code.placeOrders(ledger, 0, { orders, maxBacklog: 1e9 });
    const refused = placements.find(({ outcome }) => outcome !== 'placed');
    if (refused !== undefined) throw new Error(`an order was not placed: ${refused.outcome}`);
    ids.push(...orders.map((order) => order.id));
  }
  return ids;
}

/** Reads and settles all orders that wait, as a worker does; `read` is a multiple of `batch`. */
export async function settleBacklog(
  ledger: Ledger,
  options: { batch: number; read?: number; code?: LedgerCode },
): Promise<void> {
  const { batch, read: count = READ_TOGETHER, code = present } = options;
  for (;;) {
    const read = { consumer: 'bench', count, blockMs: 1 };
    const entries = await code.readEntries(ledger.redis, 0, read);
    if (entries.length === 0) return;
    for (let i = 0; i < entries.length; i += batch) {
      const together = entries.slice(i, i + batch);
      await code.settleOrders(ledger, 0, together, { consecutive: true });
    }
  }
}
