import { type RedisReply } from '@onsale/redis';
import { applyCatalog, type Ledger, newOrderId, openLedger, placeOrders } from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { readFile } from 'node:fs/promises';
import type { TestRedis } from '@onsale/testing';
import { CATALOG_FILE } from './onsale.ts';

/** Orders placed in one call, unless given otherwise. */
const BATCH = 250;

/** The ledger on a benchmark's Redis. */
export async function openBareLedger(redis: Pick<TestRedis, 'command'>): Promise<Ledger> {
  const command = (_key: string, args: readonly string[]) =>
    redis.command(...args) as Promise<RedisReply>;
  return await openLedger(
    { command, nodes: async () => [{ command: (args) => command('', args) }] },
    1,
  );
}

/** The same, with the benchmarks' catalog applied. */
export async function openBenchLedger(redis: TestRedis): Promise<Ledger> {
  const ledger = await openBareLedger(redis);
  await applyCatalog(ledger, parseCatalog(await readFile(CATALOG_FILE, 'utf8'), CATALOG_FILE));
  return ledger;
}

/** Places orders of two items by different buyers, as a gateway does. */
export async function addOrders(
  ledger: Ledger,
  count: number,
  options: { withKey?: boolean; batch?: number } = {},
): Promise<void> {
  const { batch = BATCH } = options;
  for (let placed = 0; placed < count; placed += batch) {
    const size = Math.min(batch, count - placed);
    const orders = Array.from({ length: size }, (_, i) => ({
      id: newOrderId(0, Date.now()),
      eventId: 'bench-event',
      currency: 'EUR',
      customer: { name: 'Ada Lovelace', email: `ada.${placed + i}@example.org` },
      paymentMethod: 'credit_card',
      lines: [
        { ticketId: 'bench-adult', type: 'adult', qty: 1, unitMinor: 2500 },
        { ticketId: 'bench-child', type: 'child', qty: 1, unitMinor: 1200 },
      ],
      totalMinor: 3700,
      ...(options.withKey === true ? { idempotencyKey: crypto.randomUUID() } : {}),
    }));
    const placements = await placeOrders(ledger, 0, { orders, maxBacklog: 1e9 });
    const refused = placements.find(({ outcome }) => outcome !== 'placed');
    if (refused !== undefined) throw new Error(`an order was not placed: ${refused.outcome}`);
  }
}
