import { STOCK_BOOKS, type StockBook, stockField, stockKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';

/** The books of one ticket type; `remaining + held + sold = capacity` at every instant. */
export type Stock = Record<StockBook, number>;

/** What a buyer is shown of them. */
export type ShownStock = Pick<Stock, 'capacity' | 'remaining'>;

/**
 * The books of all ticket types of a shard, at one instant. Also of those that left the catalog, which
 * may be very many: for an audit, not for a timer.
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

/** Ticket types that are read together: Redis is busy for a fraction of a millisecond. */
const PAGE = 500;

/** What is shown of some ticket types of a shard; of those without books nothing. */
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
