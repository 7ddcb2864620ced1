import { STOCK_BOOKS, type StockBook, stockField, stockKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';

/** The books of one ticket type; `remaining + held + sold = capacity` holds at every instant. */
export type Stock = Record<StockBook, number>;

/** The books shown to buyers. */
export type ShownStock = Pick<Stock, 'capacity' | 'remaining'>;

/**
 * The books of all ticket types of a shard at one instant, including withdrawn ones, of which there
 * may be many: for an audit, not for periodic use.
 */
export async function readStock(ledger: Ledger, shard: number): Promise<Map<string, Stock>> {
  const key = stockKey(shard);
  const reply = (await ledger.redis.command(key, ['HGETALL', key])) as string[];
  const books = new Map<string, Stock>();
  for (let i = 0; i < reply.length; i += 2) {
    const [ticketId, book] = (reply[i] ?? '').split(':') as [string, StockBook];
    const stock = books.get(ticketId) ?? { capacity: 0, remaining: 0, held: 0, sold: 0 };
    if (STOCK_BOOKS.includes(book)) stock[book] = Number(reply[i + 1]);
    books.set(ticketId, stock);
  }
  return books;
}

/** Ticket types read at a time, which keeps Redis busy for a fraction of a millisecond. */
const PAGE = 500;

/** The shown books of some ticket types of a shard; those without books are omitted. */
export async function readShownStock(
  ledger: Ledger,
  shard: number,
  ticketIds: readonly string[],
): Promise<Map<string, ShownStock>> {
  const key = stockKey(shard);
  const shown = new Map<string, ShownStock>();
  for (let start = 0; start < ticketIds.length; start += PAGE) {
    const page = ticketIds.slice(start, start + PAGE);
    const fields = page.flatMap((id) => [stockField(id, 'capacity'), stockField(id, 'remaining')]);
    const reply = (await ledger.redis.command(key, ['HMGET', key, ...fields])) as (string | null)[];
    for (const [i, ticketId] of page.entries()) {
      const [capacity, remaining] = reply.slice(2 * i, 2 * i + 2);
      if (typeof capacity !== 'string' || typeof remaining !== 'string') continue;
      shown.set(ticketId, { capacity: Number(capacity), remaining: Number(remaining) });
    }
  }
  return shown;
}
