import { setTimeout as delay } from 'node:timers/promises';
import { type ArchiveSums, readArchive } from '../archive/archive-sums.ts';
import { USED_SUFFIX } from '../codes/code.ts';
import { boughtKey, codesKey, countsKey, eventsKey, stockKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { inPairs, readFields } from '../read-fields.ts';
import { readTimeMs } from '../redis-time.ts';
import { readRules } from '../stock/read-rules.ts';
import { readPools, readStock, type Stock } from '../stock/read-stock.ts';
import type { Moment } from './tally-orders.ts';

/** What a shard's scripts count, read within a moment. */
export interface ShardBooks {
  moment: Moment;
  stock: Map<string, Stock>;
  /** By `poolName`. */
  pools: Map<string, Stock>;
  /** Of the ticket types that draw on a pool, its name. */
  poolOf: Map<string, string>;
  /** The number of orders ever placed, and in each status. */
  counts: Map<string, number>;
  archive: ArchiveSums;
  /** What customers have, by event and field. */
  bought: Map<string, Map<string, number>>;
  /** How often codes were used, by event and code. */
  codes: Map<string, Map<string, number>>;
}

const TICK_MS = 2;

/** Reads the books of a shard; nothing that changed before the call counts as changed meanwhile. */
export async function readShardBooks(ledger: Ledger, shard: number): Promise<ShardBooks> {
  const key = stockKey(shard);
  // So that what was changed before this call has an earlier time, in whole ms.
  await delay(TICK_MS);
  const fromMs = await readTimeMs(ledger, key);
  const [stock, rules, pools, counts, archive, bought, codes] = await Promise.all([
    readStock(ledger, shard),
    readRules(ledger, shard),
    readPools(ledger, shard),
    readFields(ledger, countsKey(shard)),
    readArchive(ledger, shard),
    readOfEvents(ledger, shard, { keyOf: boughtKey, suffix: '' }),
    readOfEvents(ledger, shard, { keyOf: codesKey, suffix: USED_SUFFIX }),
  ]);
  return {
    moment: { fromMs, toMs: await readTimeMs(ledger, key) },
    stock,
    pools,
    poolOf: new Map(
      Array.from(rules).flatMap(([ticketId, { pool }]) =>
        pool === undefined ? [] : [[ticketId, pool]],
      ),
    ),
    counts: new Map(counts.map(([name, count]) => [name, Number(count)])),
    archive,
    bought,
    codes,
  };
}

/** Fields read at a time. */
const PAGE = 500;

// Numbers in a hash of each event: those of which the fields end so, by the rest of their names.
async function readOfEvents(
  ledger: Ledger,
  shard: number,
  { keyOf, suffix }: { keyOf: (shard: number, eventId: string) => string; suffix: string },
): Promise<Map<string, Map<string, number>>> {
  const key = eventsKey(shard);
  const events = (await ledger.redis.command(key, ['ZRANGE', key, '0', '-1'])) as string[];
  const numbers = new Map<string, Map<string, number>>();
  for (const eventId of events) {
    const hash = keyOf(shard, eventId);
    const fields = new Map<string, number>();
    let cursor = '0';
    do {
      const command = ['HSCAN', hash, cursor, 'MATCH', `*${suffix}`, 'COUNT', String(PAGE)];
      const [next, pairs] = (await ledger.redis.command(hash, command)) as [string, string[]];
      for (const [field, count] of inPairs(pairs)) {
        fields.set(field.slice(0, field.length - suffix.length), Number(count));
      }
      cursor = next;
    } while (cursor !== '0');
    if (fields.size > 0) numbers.set(eventId, fields);
  }
  return numbers;
}
