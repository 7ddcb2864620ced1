import { STOCK_BOOKS, type StockBook, stockKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';

/** The books of one ticket type; `remaining + held + sold = capacity` at every instant. */
export type Stock = Record<StockBook, number>;

/** The books of all ticket types of a shard, at one instant. */
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
