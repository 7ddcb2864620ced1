import { orderStreamKey, WORKER_GROUP } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { type StreamEntry, toEntry } from '../orders/order-stream.ts';
import { readGroup } from '../orders/read-backlog.ts';

// A group never delivers an entry again once its last-delivered id has passed it. If no consumer
// has the entry in its pending list either, nobody will ever settle it: it is stranded. This
// happens when a consumer is deleted, or an entry acknowledged, by hand.

/** Entries read at a time. */
const PAGE = 500;

/**
 * Finds the stranded entries of a shard. Checks only what the group has delivered, not the backlog
 * behind it, and stops after about `limit` entries (default: none).
 */
export async function findStranded(
  ledger: Ledger,
  shard: number,
  limit = Infinity,
): Promise<StreamEntry[]> {
  const { redis } = ledger;
  const key = orderStreamKey(shard);
  // The order of these reads matters. Entries delivered after the first read are above it, and
  // entries that leave a pending list before the last read leave the stream in the same step.
  const delivered = (await readGroup(ledger, shard))?.lastDeliveredId;
  if (delivered === undefined) return [];
  const stranded: StreamEntry[] = [];
  let start = '-';
  for (let seen = 0; seen < limit; seen += PAGE) {
    const command = ['XPENDING', key, WORKER_GROUP, start, delivered, String(PAGE)];
    const rows = (await redis.command(key, command)) as [string, ...unknown[]][];
    // The part of the stream covered by this page of the pending list.
    const isLast = rows.length < PAGE;
    const end = isLast ? delivered : (rows.at(-1)?.[0] ?? delivered);
    const pending = new Set(rows.map(([id]) => id));
    for await (const entries of readRange(ledger, shard, { start, end })) {
      stranded.push(...entries.filter(({ id }) => !pending.has(id)));
      if (stranded.length >= limit) return stranded;
    }
    if (isLast) break;
    start = `(${end}`;
  }
  return stranded;
}

/**
 * Puts stranded entries into a consumer's pending list, as if idle there for `idleMs`, so that the
 * workers claim them. Returns them. Safe during a sale and safe to repeat.
 */
export async function adoptStranded(
  ledger: Ledger,
  shard: number,
  adopt: { consumer: string; idleMs: number; limit?: number },
): Promise<StreamEntry[]> {
  const stranded = await findStranded(ledger, shard, adopt.limit);
  const key = orderStreamKey(shard);
  for (let i = 0; i < stranded.length; i += PAGE) {
    const ids = stranded.slice(i, i + PAGE).map(({ id }) => id);
    const idle = String(adopt.idleMs);
    // With this minimum idle time, entries adopted by another process meanwhile stay where they
    // are.
    const claim = ['XCLAIM', key, WORKER_GROUP, adopt.consumer, idle, ...ids];
    await ledger.redis.command(key, [...claim, 'IDLE', idle, 'FORCE', 'JUSTID']);
  }
  return stranded;
}

async function* readRange(
  ledger: Ledger,
  shard: number,
  range: { start: string; end: string },
): AsyncGenerator<StreamEntry[]> {
  const key = orderStreamKey(shard);
  let { start } = range;
  for (;;) {
    const command = ['XRANGE', key, start, range.end, 'COUNT', String(PAGE)];
    const page = ((await ledger.redis.command(key, command)) as [string, string[]][]).map(toEntry);
    yield page;
    if (page.length < PAGE) return;
    start = `(${page.at(-1)?.id ?? ''}`;
  }
}
