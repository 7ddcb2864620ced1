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
  type Ledger,
  newOrderId,
  type NewOrder,
  openLedger,
  type Placement,
  placeOrders,
  readEntries,
  settleOrders,
  type Settlement,
  shardsOf,
  type StreamEntry,
} from '../src/index.ts';

/** Ticket ids on sale and their capacities. */
export type Capacities = Record<string, number>;

/** `npm run test:cluster` runs these tests on a Redis Cluster with several shards. */
export const ON_CLUSTER = process.env['TEST_ON_CLUSTER'] === 'true';
const SHARDS = ON_CLUSTER ? 16 : 1;
/** An event in shard 0, with one shard as well as with 16. */
const EVENT_ID = 'show-7';

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
  { version = 1, eventId = EVENT_ID }: { version?: number; eventId?: string } = {},
): Catalog {
  const event = { id: eventId, name: 'Show', venue: 'Hall', startsAt: '2027-06-18T16:00:00Z' };
  const tickets = Object.entries(capacities).map(([id, capacity]) => ({
    ...{ id, eventId, name: id, type: 'adult', description: '', capacity },
    ...{ priceMinor: 1000, currency: 'USD' },
  }));
  return { version, events: [{ ...event, description: '', currency: 'USD', tickets }] };
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
