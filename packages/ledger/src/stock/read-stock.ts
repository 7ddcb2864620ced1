import { poolField, poolsKey, STOCK_BOOKS, type StockBook, stockField, stockKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';

/** The books of one ticket type; `remaining + held + sold = capacity` holds at every instant. */
export type Stock = Record<StockBook, number>;

/** The books shown to buyers. */
export type ShownStock = Pick<Stock, 'capacity' | 'remaining' | 'held'>;

/**
 * The books of all ticket types of a shard at one instant, including withdrawn ones, of which there
 * may be many: for an audit, not for periodic use.
 */
export async function readStock(ledger: Ledger, shard: number): Promise<Map<string, Stock>> {
  return await readBooks(ledger, stockKey(shard));
}

/** The books of all pools of a shard at one instant, by `<eventId>/<poolId>`. */
export async function readPools(ledger: Ledger, shard: number): Promise<Map<string, Stock>> {
  return await readBooks(ledger, poolsKey(shard));
}

// What is no book of a ticket type, such as its rules, is passed over.
async function readBooks(ledger: Ledger, key: string): Promise<Map<string, Stock>> {
  const reply = (await ledger.redis.command(key, ['HGETALL', key])) as string[];
  const books = new Map<string, Stock>();
  for (let i = 0; i < reply.length; i += 2) {
    const [name, book] = (reply[i] ?? '').split(':') as [string, StockBook];
    if (!STOCK_BOOKS.includes(book)) continue;
    const stock = books.get(name) ?? { capacity: 0, remaining: 0, held: 0, sold: 0 };
    stock[book] = Number(reply[i + 1]);
    books.set(name, stock);
  }
  return books;
}

/** Books read at a time, which keeps Redis busy for a fraction of a millisecond. */
const PAGE = 500;

const SHOWN = ['capacity', 'remaining', 'held'] as const satisfies StockBook[];

/** The shown books of some ticket types of a shard; those without books are omitted. */
export async function readShownStock(
  ledger: Ledger,
  shard: number,
  ticketIds: readonly string[],
): Promise<Map<string, ShownStock>> {
  return await readShown(ledger, stockKey(shard), { names: ticketIds, fieldOf: stockField });
}

/** A pool of an event, by its ids. */
export interface PoolName {
  eventId: string;
  poolId: string;
}

/** The name under which `readShownPools` and `readPools` tell of a pool. */
export function poolName({ eventId, poolId }: PoolName): string {
  return `${eventId}/${poolId}`;
}

/** The shown books of some pools of a shard, by `poolName`; those without books are omitted. */
export async function readShownPools(
  ledger: Ledger,
  shard: number,
  pools: readonly PoolName[],
): Promise<Map<string, ShownStock>> {
  const byName = new Map(pools.map((pool) => [poolName(pool), pool]));
  const fieldOf = (name: string, book: StockBook): string => {
    const { eventId = '', poolId = '' } = byName.get(name) ?? {};
    return poolField(eventId, poolId, book);
  };
  return await readShown(ledger, poolsKey(shard), { names: [...byName.keys()], fieldOf });
}

async function readShown(
  ledger: Ledger,
  key: string,
  books: { names: readonly string[]; fieldOf: (name: string, book: StockBook) => string },
): Promise<Map<string, ShownStock>> {
  const shown = new Map<string, ShownStock>();
  for (let start = 0; start < books.names.length; start += PAGE) {
    const page = books.names.slice(start, start + PAGE);
    const fields = page.flatMap((name) => SHOWN.map((book) => books.fieldOf(name, book)));
    const reply = (await ledger.redis.command(key, ['HMGET', key, ...fields])) as (string | null)[];
    for (const [i, name] of page.entries()) {
      const [capacity, remaining, held] = reply.slice(SHOWN.length * i, SHOWN.length * (i + 1));
      if (typeof capacity !== 'string' || typeof remaining !== 'string') continue;
      const stock = {
        capacity: Number(capacity),
        remaining: Number(remaining),
        held: Number(held),
      };
      shown.set(name, stock);
    }
  }
  return shown;
}
