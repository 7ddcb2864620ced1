import { poolsKey, STOCK_BOOKS, type StockBook, stockField, stockKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { readFields } from '../read-fields.ts';

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

/** The books of all pools of a shard at one instant, by `poolName`. */
export async function readPools(ledger: Ledger, shard: number): Promise<Map<string, Stock>> {
  return await readBooks(ledger, poolsKey(shard));
}

// What is no book of a ticket type, such as its rules, is passed over.
async function readBooks(ledger: Ledger, key: string): Promise<Map<string, Stock>> {
  const books = new Map<string, Stock>();
  for (const [field, count] of await readFields(ledger, key)) {
    const [name, book] = field.split(':') as [string, StockBook];
    if (!STOCK_BOOKS.includes(book)) continue;
    const stock = books.get(name) ?? { capacity: 0, remaining: 0, held: 0, sold: 0 };
    stock[book] = Number(count);
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
  return await readShown(ledger, stockKey(shard), ticketIds);
}

/** The shown books of some pools of a shard, by `poolName`; those without books are omitted. */
export async function readShownPools(
  ledger: Ledger,
  shard: number,
  poolNames: readonly string[],
): Promise<Map<string, ShownStock>> {
  return await readShown(ledger, poolsKey(shard), poolNames);
}

async function readShown(
  ledger: Ledger,
  key: string,
  names: readonly string[],
): Promise<Map<string, ShownStock>> {
  const shown = new Map<string, ShownStock>();
  for (let start = 0; start < names.length; start += PAGE) {
    const page = names.slice(start, start + PAGE);
    const fields = page.flatMap((name) => SHOWN.map((book) => stockField(name, book)));
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
