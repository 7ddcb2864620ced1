import { orderStreamKey, WORKER_GROUP } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import type { Redis, RedisReply } from '@onsale/redis';

/** One entry of an order stream, as delivered to a consumer. */
export interface StreamEntry {
  id: string;
  /** Version of the entry; NaN when it has none. */
  version: number;
  /** Empty when the entry has none. */
  orderId: string;
  /** All fields as stored, alternating names and values. */
  fields: readonly string[];
}

/** Creates the stream and its consumer group unless they exist; true when it created the group. */
export async function ensureWorkerGroup(redis: Redis, shard: number): Promise<boolean> {
  const key = orderStreamKey(shard);
  try {
    // From 0, not from $: orders already in the stream must be settled too.
    await redis.command(key, ['XGROUP', 'CREATE', key, WORKER_GROUP, '0', 'MKSTREAM']);
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('BUSYGROUP')) return false;
    throw error;
  }
}

/**
 * Waits up to `blockMs` for new entries and delivers up to `count` of them to this consumer. This
 * blocks the connection, so it must not be shared.
 */
export async function readEntries(
  redis: Redis,
  shard: number,
  read: { consumer: string; count: number; blockMs: number },
): Promise<StreamEntry[]> {
  const key = orderStreamKey(shard);
  const options = ['COUNT', String(read.count), 'BLOCK', String(read.blockMs)];
  const command = ['XREADGROUP', 'GROUP', WORKER_GROUP, read.consumer, ...options];
  const reply = await redis.command(key, [...command, 'STREAMS', key, '>']);
  // [[stream, [[id, [name, value, ...]], ...]]], or null when there are none.
  const streams = reply as [[string, RedisReply[]]] | null;
  return streams === null ? [] : streams[0][1].map(toEntry);
}

/**
 * The ids of up to `count` entries after `after` that were delivered at least `minIdleMs` ago and
 * not settled.
 */
export async function findIdleEntries(
  redis: Redis,
  shard: number,
  find: { minIdleMs: number; count: number; after?: string | undefined },
): Promise<string[]> {
  const key = orderStreamKey(shard);
  const start = find.after === undefined ? '-' : `(${find.after}`;
  const idle = ['IDLE', String(find.minIdleMs)];
  const command = ['XPENDING', key, WORKER_GROUP, ...idle, start, '+', String(find.count)];
  const rows = (await redis.command(key, command)) as [string, ...unknown[]][];
  return rows.map(([id]) => id);
}

/**
 * Claims up to `count` entries from the id `start` on that were delivered at least `minIdleMs` ago
 * and not settled. `lost` are ids that are pending although the entry is gone, which happens only
 * when entries were removed by hand.
 */
export async function claimEntries(
  redis: Redis,
  shard: number,
  claim: { consumer: string; minIdleMs: number; count: number; start: string },
): Promise<{ entries: StreamEntry[]; lost: string[] }> {
  const key = orderStreamKey(shard);
  const command = ['XAUTOCLAIM', key, WORKER_GROUP, claim.consumer, String(claim.minIdleMs)];
  const reply = await redis.command(key, [...command, claim.start, 'COUNT', String(claim.count)]);
  const [, entries, lost] = reply as [string, RedisReply[], string[]];
  return { entries: entries.filter((entry) => entry !== null).map(toEntry), lost };
}

/** How often an entry was delivered; 0 when it is not pending. */
export async function countDeliveries(redis: Redis, shard: number, id: string): Promise<number> {
  const key = orderStreamKey(shard);
  const reply = await redis.command(key, ['XPENDING', key, WORKER_GROUP, id, id, '1']);
  const [row] = reply as [string, string, number, number][];
  return row === undefined ? 0 : row[3];
}

/** Orders waiting or being settled. Exact, because settling removes the entry. */
export async function countBacklog(redis: Redis, shard: number): Promise<number> {
  const key = orderStreamKey(shard);
  return Number(await redis.command(key, ['XLEN', key]));
}

/** Entries read at a time. */
const PAGE = 500;

/** The ids of all orders waiting or being settled; `rest` is awaited between pages. */
export async function readQueuedOrders(
  ledger: Ledger,
  shard: number,
  rest: () => Promise<unknown> = async () => undefined,
): Promise<Set<string>> {
  const key = orderStreamKey(shard);
  const queued = new Set<string>();
  let start = '-';
  for (;;) {
    const command = ['XRANGE', key, start, '+', 'COUNT', String(PAGE)];
    const page = (await ledger.redis.command(key, command)) as [string, string[]][];
    for (const [id, fields] of page) {
      queued.add(fields[fields.indexOf('order') + 1] ?? '');
      start = `(${id}`;
    }
    if (page.length < PAGE) return queued;
    await rest();
  }
}

/** Converts an entry as replied by Redis: its id, then alternating names and values. */
export function toEntry(reply: RedisReply): StreamEntry {
  const [id, fields] = reply as [string, string[]];
  let version = Number.NaN;
  let orderId = '';
  for (let i = 0; i < fields.length; i += 2) {
    if (fields[i] === 'v') version = Number(fields[i + 1]);
    else if (fields[i] === 'order') orderId = fields[i + 1] ?? '';
  }
  return { id, version, orderId, fields };
}
