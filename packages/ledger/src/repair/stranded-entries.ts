import { orderStreamKey, WORKER_GROUP } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { type StreamEntry, toEntry } from '../orders/order-stream.ts';
import { readGroup } from '../orders/read-backlog.ts';

// An entry at or below the last one that the group has delivered is never delivered again. It must be
// in some consumer's pending list, or nobody would ever settle it: removing a consumer, or
// acknowledging by hand, strands its entries.

/** Entries that are read together. */
const PAGE = 500;

/**
 * The entries of a shard that no worker will be given any more. Reads what is in work, never the
 * backlog behind it, and at most `limit` entries (default: all).
 */
export async function findStranded(
  ledger: Ledger,
  shard: number,
  limit = Infinity,
): Promise<StreamEntry[]> {
  const { redis } = ledger;
  const key = orderStreamKey(shard);
  // In this order: what is delivered after the first look lies above it, and what was in a pending
  // list and is gone from it, is gone from the stream as well.
  const delivered = (await readGroup(ledger, shard))?.lastDeliveredId;
  if (delivered === undefined) return [];
  const stranded: StreamEntry[] = [];
  let start = '-';
  for (let seen = 0; seen < limit; seen += PAGE) {
    const command = ['XPENDING', key, WORKER_GROUP, start, delivered, String(PAGE)];
    const rows = (await redis.command(key, command)) as [string, ...unknown[]][];
    // The stretch of the stream that these rows speak of.
    const isLast = rows.length < PAGE;
    const end = isLast ? delivered : (rows.at(-1)?.[0] ?? delivered);
    const pending = new Set(rows.map(([id]) => id));
    for await (const entries of readStretch(ledger, shard, { start, end })) {
      stranded.push(...entries.filter(({ id }) => !pending.has(id)));
    }
    if (isLast) break;
    start = `(${end}`;
  }
  return stranded;
}

/**
 * Puts stranded entries into the pending list of a consumer, as if it had let them lie for `idleMs`, so
 * that the workers claim them; the entries. Safe beside a sale and safe to repeat.
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
    // The idle time keeps what somebody else has adopted meanwhile where it is.
    const claim = ['XCLAIM', key, WORKER_GROUP, adopt.consumer, idle, ...ids];
    await ledger.redis.command(key, [...claim, 'IDLE', idle, 'FORCE', 'JUSTID']);
  }
  return stranded;
}

async function* readStretch(
  ledger: Ledger,
  shard: number,
  stretch: { start: string; end: string },
): AsyncGenerator<StreamEntry[]> {
  const key = orderStreamKey(shard);
  let { start } = stretch;
  for (;;) {
    const command = ['XRANGE', key, start, stretch.end, 'COUNT', String(PAGE)];
    const page = ((await ledger.redis.command(key, command)) as [string, string[]][]).map(toEntry);
    yield page;
    if (page.length < PAGE) return;
    start = `(${page.at(-1)?.id ?? ''}`;
  }
}
