import type { Line } from '@onsale/contracts';
import {
  type EventDocument,
  type Ledger,
  poolName,
  readShownPools,
  readShownStock,
  type ShownStock,
  type TicketType,
  toDecimal,
} from '@onsale/ledger';

/** What is left of an event. */
export interface TicketsLeft {
  /** Of each type that everybody may buy; of each type at all where all are hidden. */
  left: Line['left'];
  /** Of these together, those that share a pool counted once. */
  remaining: number;
  held: number;
  /** Of all types, hidden ones included. */
  remainingOfAll: number;
}

/** Reads what is left of an event that is in this shard. */
export async function readTicketsLeft(
  ledger: Ledger,
  shard: number,
  event: EventDocument,
): Promise<TicketsLeft> {
  const poolNames = (event.pools ?? []).map(({ id }) => poolName(event.id, id));
  const [stock, pools] = await Promise.all([
    readShownStock(
      ledger,
      shard,
      event.tickets.map(({ id }) => id),
    ),
    readShownPools(ledger, shard, poolNames),
  ]);
  const books = { stock, pools };
  const shown = event.tickets.filter(({ hidden }) => hidden !== true);
  const tickets = shown.length === 0 ? event.tickets : shown;
  return {
    left: tickets.map((ticket) => leftOf(ticket, books)),
    remaining: sumOf(tickets, 'remaining', books),
    held: sumOf(tickets, 'held', books),
    remainingOfAll: sumOf(event.tickets, 'remaining', books),
  };
}

interface Books {
  stock: ReadonlyMap<string, ShownStock>;
  pools: ReadonlyMap<string, ShownStock>;
}

function leftOf(ticket: TicketType, books: Books): Line['left'][number] {
  const { id, name, priceMinor, currency } = ticket;
  const own = books.stock.get(id);
  const pool = poolOf(ticket, books);
  return {
    ...{ id, name, price: toDecimal(priceMinor, currency), currency },
    remaining: Math.min(own?.remaining ?? 0, pool?.remaining ?? Infinity),
    held: own?.held ?? 0,
  };
}

// What types of one pool have together is no more than the pool has.
function sumOf(tickets: readonly TicketType[], book: 'remaining' | 'held', books: Books): number {
  let sum = 0;
  for (const ofPool of Map.groupBy(tickets, ({ pool }) => pool).values()) {
    const counts = ofPool.map(({ id }) => books.stock.get(id)?.[book] ?? 0);
    const together = counts.reduce((a, b) => a + b, 0);
    const pool = ofPool[0] && poolOf(ofPool[0], books);
    sum += Math.min(together, pool?.[book] ?? Infinity);
  }
  return sum;
}

function poolOf({ eventId, pool }: TicketType, { pools }: Books): ShownStock | undefined {
  return pool === undefined ? undefined : pools.get(poolName(eventId, pool));
}
