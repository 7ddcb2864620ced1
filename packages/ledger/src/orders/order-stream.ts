import { orderStreamKey, WORKER_GROUP } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import type { Redis, RedisReply } from '@onsale/redis';

/** One entry of an order stream, as it was delivered to a consumer. */
export interface StreamEntry {
  id: string;
  /** Version of the entry; NaN when it carries none. */
  version: number;
  /** Empty when the entry names no order. */
  orderId: string;
  /** All fields, names and values in turn, as they stand in the stream. */
  fields: readonly string[];
}

/** Creates the stream and its consumer group unless they exist; true when it created the group. */
export async function ensureWorkerGroup(redis: Redis, shard: number): Promise<boolean> {
  const key = orderStreamKey(shard);
  try {
    // From 0, never from $: orders may be in the stream already, and each must be settled.
    await redis.command(key, ['XGROUP', 'CREATE', key, WORKER_GROUP, '0', 'MKSTREAM']);
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('BUSYGROUP')) return false;
    throw error;
  }
}

/**
 * Waits up to `blockMs` for new entries and takes up to `count` of them for this consumer. The
 * connection is blocked meanwhile: it must not be shared.
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
  // [[stream, [[id, [name, value, ...]], ...]]], or null when none came.
  const streams = reply as [[string, RedisReply[]]] | null;
  return streams === null ? [] : streams[0][1].map(toEntry);
}

/** The ids of up to `count` entries, after one, that were delivered `minIdleMs` ago and not settled. */
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
 * Takes over up to `count` entries that were delivered at least `minIdleMs` ago and not settled since,
 * from the id `start` on. `lost` are ids that are still pending although the entry is gone: always empty,
 * unless somebody has removed entries by hand.
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

/** How often an entry was delivered; 0 when it is not pending any more. */
export async function countDeliveries(redis: Redis, shard: number, id: string): Promise<number> {
  const key = orderStreamKey(shard);
  const reply = await redis.command(key, ['XPENDING', key, WORKER_GROUP, id, id, '1']);
  const [row] = reply as [string, string, number, number][];
  return row === undefined ? 0 : row[3];
}

/** Orders that wait or are in work: exact, because settling removes the entry. */
export async function countBacklog(redis: Redis, shard: number): Promise<number> {
  const key = orderStreamKey(shard);
  return Number(await redis.command(key, ['XLEN', key]));
}

/** Entries that are read together. */
const PAGE = 500;

/** The ids of all orders that wait or are in work; `rest` comes between two pages. */
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

/** An entry as Redis answers it: its id, then names and values in turn. */
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
