import type { OrderStatus } from '@onsale/contracts';
import { ORDER_STATUSES } from '@onsale/contracts';
import { archiveKey, STOCK_BOOKS } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { readFields } from '../read-fields.ts';
import type { Stock } from '../stock/read-stock.ts';

/** What stays of the orders and events of a shard that were archived. */
export interface ArchiveSums {
  /** Number of archived orders by status. */
  orders: Map<OrderStatus, number>;
  /** Tickets in archived orders that were sold and did not go back on sale, by ticket type. */
  sold: Map<string, number>;
  /** The last books of ticket types (`<ticket>`) and pools (`poolName`) of archived events. */
  books: Map<string, Stock>;
}

/** A field of the archive: the number of archived orders with this status. */
export const archivedOrdersField = (status: OrderStatus): string => `orders:${status}`;

/** A field of the archive: tickets of this type in archived orders. */
export const archivedSoldField = (ticketId: string): string => `${ticketId}:sold`;

/** A field of the archive: the last books of a ticket type whose event is archived. */
export const archivedBooksField = (ticketId: string): string => `${ticketId}:books`;

export async function readArchive(ledger: Ledger, shard: number): Promise<ArchiveSums> {
  const sums: ArchiveSums = { orders: new Map(), sold: new Map(), books: new Map() };
  for (const [field, value] of await readFields(ledger, archiveKey(shard))) {
    const [name = '', kind = ''] = field.split(':');
    const status = ORDER_STATUSES.find((each) => each === kind);
    if (name === 'orders' && status !== undefined) sums.orders.set(status, Number(value));
    else if (kind === 'sold') sums.sold.set(name, Number(value));
    else if (kind === 'books') sums.books.set(name, readBooks(value));
  }
  return sums;
}

// As archive-event.lua writes them.
function readBooks(text: string): Stock {
  const counts = text.split(' ').map(Number);
  return Object.fromEntries(STOCK_BOOKS.map((book, i) => [book, counts[i] ?? Number.NaN])) as Stock;
}
