import { after } from 'node:test';
import {
  connectionOf,
  installOn,
  type RedisEndpoint,
  startRedis,
  startRedisCluster,
} from '@onsale/testing';
import type { Redis } from '@onsale/redis';
import {
  applyCatalog,
  type Catalog,
  claimEntries,
  ensureWorkerGroup,
  eventKey,
  type Ledger,
  newOrderId,
  type NewOrder,
  openLedger,
  orderAddress,
  type Placement,
  placeOrders,
  poolName,
  poolsKey,
  readEntries,
  readStock,
  rulesField,
  settleOrders,
  type Settlement,
  shardsOf,
  type Stock,
  STOCK_BOOKS,
  type StockBook,
  stockField,
  stockKey,
  type StreamEntry,
} from '../src/index.ts';
import { documentOf, ticketOf } from './events/test-event.ts';

/** Ticket ids on sale and their capacities. */
export type Capacities = Record<string, number>;

/** `npm run test:cluster` runs these tests on a Redis Cluster with several shards. */
export const ON_CLUSTER = process.env['TEST_ON_CLUSTER'] === 'true';
const SHARDS = ON_CLUSTER ? 16 : 1;
/** An event in shard 0, with one shard as well as with 16. */
export const EVENT_ID = 'show-7';
const POOL_ID = 'room';
const POOL = poolName(EVENT_ID, POOL_ID);

/** A real Redis for one test file, stopped after its tests. */
export async function startLedgerRedis(
  options: { args?: readonly string[] } = {},
): Promise<{ server: RedisEndpoint; redis: Redis; freshLedger: typeof freshLedger }> {
  const { server, redis } = await startServer(options);
  after(() => server.stop());

  /** Empties the Redis and puts these tickets on sale. */
  async function freshLedger(capacities: Capacities = {}, shards = SHARDS): Promise<Ledger> {
    await server.command('FLUSHALL');
    await installOn(redis, shards);
    const ledger = await openLedger(redis, shards);
    await Promise.all(shardsOf(ledger).map((shard) => ensureWorkerGroup(ledger.redis, shard)));
    if (Object.keys(capacities).length > 0) await applyCatalog(ledger, catalogOf(capacities));
    return ledger;
  }
  return { server, redis, freshLedger };
}

async function startServer(options: {
  args?: readonly string[];
}): Promise<{ server: RedisEndpoint; redis: Redis }> {
  if (ON_CLUSTER) {
    const cluster = await startRedisCluster(options);
    return { server: cluster, redis: cluster.connection };
  }
  const server = await startRedis(options);
  return { server, redis: connectionOf(server) };
}

/** A catalog with one event that sells these tickets at 10 USD each. */
export function catalogOf(
  capacities: Capacities,
  { eventId = EVENT_ID }: { eventId?: string } = {},
): Catalog {
  const tickets = Object.entries(capacities).map(([id, capacity]) =>
    ticketOf(id, { eventId, capacity }),
  );
  return { events: [documentOf({ id: eventId, tickets })] };
}

/** Gives the show of these tests its event, and its ticket types their rules. */
export async function putEvent(
  { redis }: Ledger,
  tickets: readonly string[],
  event: {
    status?: string;
    /** Sales window: Unix time in ms, 0 for none. */
    window?: readonly [fromMs: number, toMs: number];
    /** The capacity of the pool that all of these ticket types draw on. */
    pool?: number;
    limits?: Partial<
      Record<'maxPerCustomer' | 'maxHoldsPerCustomer' | 'maxHoldsPerClient', number>
    >;
  } = {},
): Promise<void> {
  const { status = 'on_sale', window = [0, 0], pool, limits = {} } = event;
  const set = async (key: string, fields: Record<string, string | number>) => {
    const texts = Object.entries(fields).flatMap(([field, value]) => [field, String(value)]);
    await redis.command(key, ['HSET', key, ...texts]);
  };
  await set(eventKey(0, EVENT_ID), { status, ...limits });
  const rules = [EVENT_ID, pool === undefined ? '-' : POOL_ID, ...window].join(' ');
  for (const ticket of tickets) await set(stockKey(0), { [rulesField(ticket)]: rules });
  if (pool === undefined) return;
  const books = { capacity: pool, remaining: pool, held: 0, sold: 0 };
  for (const book of STOCK_BOOKS) {
    await set(poolsKey(0), { [stockField(POOL, book)]: books[book] });
  }
}

/** The books of the pool that `putEvent` made. */
export async function readPool({ redis }: Ledger): Promise<Record<StockBook, number>> {
  const fields = STOCK_BOOKS.map((book) => stockField(POOL, book));
  const key = poolsKey(0);
  const reply = (await redis.command(key, ['HMGET', key, ...fields])) as string[];
  const books = STOCK_BOOKS.map((book, i) => [book, Number(reply[i])]);
  return Object.fromEntries(books) as Record<StockBook, number>;
}

/** A new order of, for example, `adult:2,child:1`. */
export function orderOf(wanted: string, changes: Partial<NewOrder> & { shard?: number } = {}) {
  const { shard = 0, ...fields } = changes;
  const lines = wanted.split(',').map((item) => {
    const [ticketId = '', qty] = item.split(':');
    return { ticketId, type: 'adult', qty: Number(qty), unitMinor: 1000 };
  });
  const order: NewOrder = {
    id: newOrderId(shard, Date.now()),
    eventId: EVENT_ID,
    currency: 'USD',
    customer: { name: 'Ada Lovelace', email: 'ada@example.org' },
    paymentMethod: 'credit_card',
    lines,
    totalMinor: lines.reduce((sum, line) => sum + line.qty * line.unitMinor, 0),
    ...fields,
  };
  return order;
}

/** Places orders in shard 0, with a backlog limit that none reaches. */
export async function place(ledger: Ledger, ...orders: NewOrder[]): Promise<Placement[]> {
  return await placeOrders(ledger, 0, { orders, maxBacklog: 1000 });
}

/** Reads up to `count` new entries of shard 0 for a consumer. */
export async function read(
  ledger: Ledger,
  { consumer = 'worker-1', count = 100 }: { consumer?: string; count?: number } = {},
): Promise<StreamEntry[]> {
  return await readEntries(ledger.redis, 0, { consumer, count, blockMs: 1 });
}

/** Claims everything in shard 0 that was delivered and not settled. */
export async function claimAll(ledger: Ledger, consumer = 'worker-2'): Promise<StreamEntry[]> {
  const claim = { consumer, minIdleMs: 0, count: 100, start: '-' };
  return (await claimEntries(ledger.redis, 0, claim)).entries;
}

/** Settles all new entries of shard 0. */
export async function settleAll(ledger: Ledger): Promise<Settlement[]> {
  return await settleOrders(ledger, 0, await read(ledger));
}

/** How long `hold` has orders held. */
export const HOLD_MS = 900_000;

/** Places an order that is to be held, and settles it. */
export async function hold(
  ledger: Ledger,
  wanted: string,
  changes: Partial<NewOrder> = {},
): Promise<NewOrder> {
  const order = orderOf(wanted, { holdMs: HOLD_MS, ...changes });
  await place(ledger, order);
  await settleAll(ledger);
  return order;
}

/** The stored text of an order in shard 0. */
export async function recordOf(server: RedisEndpoint, { id }: { id: string }): Promise<string> {
  return String(await server.command('HGET', ...orderAddress(0, id)));
}

/** The books of a ticket type of shard 0. */
export async function booksOf(ledger: Ledger, ticketId: string): Promise<Stock | undefined> {
  return (await readStock(ledger, 0)).get(ticketId);
}
