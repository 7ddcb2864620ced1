import type { OfficeStock } from '@onsale/contracts';
import {
  type Ledger,
  poolName,
  readArchive,
  readShownPools,
  readShownStock,
  type ShownStock,
  type StoredEvent,
} from '@onsale/ledger';

/** The books of an event: what is sold, held and left of it. */
export interface EventBooks {
  /** Of its ticket types, in their order. */
  tickets: OfficeStock[];
  pools: OfficeStock[];
  capacity: number;
  /** Of ticket types that share a pool, no more than it has left. */
  remaining: number;
  held: number;
  sold: number;
}

/** The books of some events, in their order; of archived ones as they were in the end. */
export async function readEventBooks(
  ledger: Ledger,
  events: readonly StoredEvent[],
): Promise<EventBooks[]> {
  const byShard = Map.groupBy(events, ({ shard }) => shard);
  const books = new Map<StoredEvent, EventBooks>();
  await Promise.all(
    [...byShard].map(async ([shard, inShard]) => {
      const stock = await readShardStock(ledger, shard, inShard);
      for (const event of inShard) books.set(event, booksOf(event, stock));
    }),
  );
  return events.map((event) => books.get(event) as EventBooks);
}

interface ShardStock {
  tickets: ReadonlyMap<string, ShownStock>;
  pools: ReadonlyMap<string, ShownStock>;
}

async function readShardStock(
  ledger: Ledger,
  shard: number,
  events: readonly StoredEvent[],
): Promise<ShardStock> {
  const ticketIds = events.flatMap(({ document }) => document.tickets.map(({ id }) => id));
  const pools = events.flatMap(({ document: { id, pools: all = [] } }) =>
    all.map((pool) => poolName(id, pool.id)),
  );
  const [ofTickets, ofPools, archive] = await Promise.all([
    readShownStock(ledger, shard, ticketIds),
    readShownPools(ledger, shard, pools),
    events.some(({ status }) => status === 'archived') ? readArchive(ledger, shard) : undefined,
  ]);
  for (const name of ticketIds) addArchived(ofTickets, name);
  for (const name of pools) addArchived(ofPools, name);
  return { tickets: ofTickets, pools: ofPools };

  function addArchived(stock: Map<string, ShownStock>, name: string): void {
    const books = archive?.books.get(name);
    if (books !== undefined) stock.set(name, books);
  }
}

function booksOf({ document }: StoredEvent, stock: ShardStock): EventBooks {
  const tickets = document.tickets.map(({ id }) => booksFrom(stock.tickets, id, id));
  const pools = (document.pools ?? []).map(({ id }) =>
    booksFrom(stock.pools, poolName(document.id, id), id),
  );
  const sumOf = (book: 'capacity' | 'held' | 'sold') =>
    tickets.reduce((sum, each) => sum + each[book], 0);
  let remaining = 0;
  for (const [poolId, sharing] of Map.groupBy(document.tickets, ({ pool }) => pool)) {
    const left = sharing
      .map(({ id }) => stock.tickets.get(id)?.remaining ?? 0)
      .reduce((a, b) => a + b, 0);
    const pool = pools.find(({ id }) => id === poolId);
    remaining += pool === undefined ? left : Math.min(left, pool.remaining);
  }
  return {
    ...{ tickets, pools, remaining },
    ...{ capacity: sumOf('capacity'), held: sumOf('held'), sold: sumOf('sold') },
  };
}

function booksFrom(all: ReadonlyMap<string, ShownStock>, name: string, id: string): OfficeStock {
  const { capacity, remaining, held } = all.get(name) ?? { capacity: 0, remaining: 0, held: 0 };
  return { ...{ id, capacity, remaining, held }, sold: capacity - remaining - held };
}
