import { setTimeout as delay } from 'node:timers/promises';
import { boughtKey, countsKey, eventsKey, poolsKey, stockKey } from '../keys.ts';
import { type ArchiveSums, readArchive } from '../archive/archive-sums.ts';
import { readTimeMs } from '../redis-time.ts';
import type { Ledger } from '../ledger.ts';
import { readStock, type Stock } from '../stock/read-stock.ts';
import type { Moment } from './tally-orders.ts';

/** What a shard's scripts count, read within a moment. */
export interface ShardBooks {
  moment: Moment;
  stock: Map<string, Stock>;
  /** By `<event>/<pool>`. */
  pools: Map<string, Stock>;
  /** Of the ticket types that draw on a pool, its name. */
  poolOf: Map<string, string>;
  /** The number of orders ever placed, and in each status. */
  counts: Map<string, number>;
  archive: ArchiveSums;
  /** What customers have, by event and field. */
  bought: Map<string, Map<string, number>>;
}

const TICK_MS = 2;

/** Reads the books of a shard; nothing that changed before the call counts as changed meanwhile. */
export async function readShardBooks(ledger: Ledger, shard: number): Promise<ShardBooks> {
  const key = stockKey(shard);
  // So that what was changed before this call has an earlier time, in whole ms.
  await delay(TICK_MS);
  const fromMs = await readTimeMs(ledger, key);
  const [stock, rules, pools, counts, archive, bought] = await Promise.all([
    readStock(ledger, shard),
    readFields(ledger, key),
    readPools(ledger, shard),
    readFields(ledger, countsKey(shard)),
    readArchive(ledger, shard),
    readBought(ledger, shard),
  ]);
  return {
    moment: { fromMs, toMs: await readTimeMs(ledger, key) },
    stock,
    pools,
    poolOf: toPoolOf(rules),
    counts: new Map(counts.map(([name, count]) => [name, Number(count)])),
    archive,
    bought,
  };
}

async function readFields(ledger: Ledger, key: string): Promise<[name: string, value: string][]> {
  return inPairs((await ledger.redis.command(key, ['HGETALL', key])) as string[]);
}

function inPairs(reply: readonly string[]): [string, string][] {
  return Array.from({ length: reply.length / 2 }, (_, i) => [
    reply[2 * i] ?? '',
    reply[2 * i + 1] ?? '',
  ]);
}

/** The books of all pools of a shard at one instant, by `<event>/<pool>`. */
export async function readPools(ledger: Ledger, shard: number): Promise<Map<string, Stock>> {
  const pools = new Map<string, Stock>();
  for (const [field, count] of await readFields(ledger, poolsKey(shard))) {
    const [name = '', book = ''] = field.split(':');
    const books = pools.get(name) ?? { capacity: 0, remaining: 0, held: 0, sold: 0 };
    pools.set(name, { ...books, [book]: Number(count) });
  }
  return pools;
}

// The rules of a ticket type begin with its event and its pool.
function toPoolOf(fields: readonly [string, string][]): Map<string, string> {
  const poolOf = new Map<string, string>();
  for (const [field, value] of fields) {
    const [ticketId = '', kind] = field.split(':');
    const [eventId, pool = '-'] = value.split(' ');
    if (kind === 'rules' && pool !== '-') poolOf.set(ticketId, `${eventId}/${pool}`);
  }
  return poolOf;
}

/** Customers read at a time. */
const PAGE = 500;

async function readBought(
  ledger: Ledger,
  shard: number,
): Promise<Map<string, Map<string, number>>> {
  const key = eventsKey(shard);
  const events = (await ledger.redis.command(key, ['ZRANGE', key, '0', '-1'])) as string[];
  const bought = new Map<string, Map<string, number>>();
  for (const eventId of events) {
    const hash = boughtKey(shard, eventId);
    const fields = new Map<string, number>();
    let cursor = '0';
    do {
      const command = ['HSCAN', hash, cursor, 'COUNT', String(PAGE)];
      const [next, pairs] = (await ledger.redis.command(hash, command)) as [string, string[]];
      for (const [field, count] of inPairs(pairs)) fields.set(field, Number(count));
      cursor = next;
    } while (cursor !== '0');
    if (fields.size > 0) bought.set(eventId, fields);
  }
  return bought;
}
