import {
  allShardsOf,
  type Ledger,
  poolName,
  readShownPools,
  readShownStock,
  type ShownStock,
  type StoredEvent,
} from '@onsale/ledger';

/** What is left of everything at one moment. */
export interface Stock {
  /** By ticket id. */
  stock: ReadonlyMap<string, ShownStock>;
  /** By `poolName`. */
  pools: ReadonlyMap<string, ShownStock>;
}

/** Reads the stock of the ticket types and pools of these events. */
export async function readStock(ledger: Ledger, events: readonly StoredEvent[]): Promise<Stock> {
  const shards = await Promise.all(
    allShardsOf(ledger).map((shard) => readStockOfShard(ledger, shard, events)),
  );
  return {
    stock: new Map(shards.flatMap(({ stock }) => [...stock])),
    pools: new Map(shards.flatMap(({ pools }) => [...pools])),
  };
}

/** Whether nothing was sold, held or given back in between. */
export function isSameStock(a: Stock, b: Stock): boolean {
  return isEqual(a.stock, b.stock) && isEqual(a.pools, b.pools);
}

async function readStockOfShard(
  ledger: Ledger,
  shard: number,
  events: readonly StoredEvent[],
): Promise<Stock> {
  const documents = events.flatMap((event) => (event.shard === shard ? [event.document] : []));
  const ticketIds = documents.flatMap(({ tickets }) => tickets.map(({ id }) => id));
  const poolNames = documents.flatMap(({ id: eventId, pools = [] }) =>
    pools.map(({ id: poolId }) => poolName(eventId, poolId)),
  );
  const [stock, pools] = await Promise.all([
    readShownStock(ledger, shard, ticketIds),
    readShownPools(ledger, shard, poolNames),
  ]);
  return { stock, pools };
}

function isEqual(a: ReadonlyMap<string, ShownStock>, b: ReadonlyMap<string, ShownStock>): boolean {
  if (a.size !== b.size) return false;
  for (const [name, { capacity, remaining, held }] of a) {
    const other = b.get(name);
    if (other?.capacity !== capacity || other.remaining !== remaining) return false;
    if (other.held !== held) return false;
  }
  return true;
}
