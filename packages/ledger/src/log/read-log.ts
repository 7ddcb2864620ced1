import type { OrderStatus } from '@onsale/contracts';
import type { Redis } from '@onsale/redis';
import { orderLogKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { ORDER_STATES } from '../orders/order-states.ts';

/** One change of an order, as the order log tells it. */
export interface LoggedChange {
  orderId: string;
  /** The states that it left and reached: letters of `ORDER_STATES`; the same when only details changed. */
  from: string;
  to: string;
  /** The status of `to`; `unknown` when only a newer version knows it. */
  status: OrderStatus;
  /** `sale`, `time`, `failed` or `replay`, the id of a payment or refund, or who did it. */
  cause: string;
  /** Unix time by Redis' clock. */
  atMs: number;
  /** The entry that has this change and those made in the same step. */
  entryId: string;
}

/** A part of the log, in its order. */
export interface LogPage {
  changes: LoggedChange[];
  /** The position after it; that before it when it is empty. */
  position: string;
  /** Number of entries, each of which has the changes of one step. */
  entries: number;
}

/** An entry was written by a newer version: only a newer reader can go on. */
export class NewerLogEntryError extends Error {
  constructor(entryId: string) {
    super(`entry ${entryId} of the order log was written by a newer version, or by hand`);
    this.name = 'NewerLogEntryError';
  }
}

/** The version of entries that this version reads. */
const LOG_ENTRY_VERSION = '1';

/** Entries read at a time, unless told otherwise: a few hundred kB at most. */
const PAGE = 500;

/**
 * Reads the log of a shard from after a position. Throws `NewerLogEntryError` when the first entry
 * can't be read; a page ends before such an entry.
 */
export async function readLog(
  ledger: Pick<Ledger, 'redis'>,
  shard: number,
  { after, count = PAGE }: { after: string; count?: number },
): Promise<LogPage> {
  const key = orderLogKey(shard);
  const command = ['XRANGE', key, `(${after}`, '+', 'COUNT', String(count)];
  return toPage(after, (await ledger.redis.command(key, command)) as Entry[]);
}

/**
 * The same, but waits up to `blockMs` for an entry. It blocks the connection, which must be the
 * reader's own.
 */
export async function followLog(
  connection: Pick<Redis, 'command'>,
  shard: number,
  { after, count = PAGE, blockMs }: { after: string; count?: number; blockMs: number },
): Promise<LogPage> {
  const key = orderLogKey(shard);
  const read = ['XREAD', 'COUNT', String(count), 'BLOCK', String(blockMs), 'STREAMS', key, after];
  const reply = (await connection.command(key, read)) as [string, Entry[]][] | null;
  return toPage(after, reply?.[0]?.[1] ?? []);
}

/**
 * All changes in the log of a shard in pages, the newest first. Entries that this version can't read
 * are left out.
 */
export async function* readLogBackwards(
  ledger: Pick<Ledger, 'redis'>,
  shard: number,
): AsyncGenerator<LoggedChange[]> {
  const key = orderLogKey(shard);
  let end = '+';
  for (;;) {
    const command = ['XREVRANGE', key, end, '-', 'COUNT', String(PAGE)];
    const page = (await ledger.redis.command(key, command)) as Entry[];
    yield page.flatMap(([id, fields]) => (readEntry(id, fields) ?? []).toReversed());
    if (page.length < PAGE) return;
    end = `(${page.at(-1)?.[0] ?? ''}`;
  }
}

/** The id of the newest entry that the log of a shard has ever had; `0-0` when there was none. */
export async function readLogEnd(ledger: Pick<Ledger, 'redis'>, shard: number): Promise<string> {
  const key = orderLogKey(shard);
  try {
    const info = (await ledger.redis.command(key, ['XINFO', 'STREAM', key])) as unknown[];
    return String(info[info.indexOf('last-generated-id') + 1]);
  } catch (error) {
    if (error instanceof Error && error.message.includes('no such key')) return '0-0';
    throw error;
  }
}

/** Whether the log of a shard has this entry now. */
export async function hasLogEntry(
  ledger: Pick<Ledger, 'redis'>,
  shard: number,
  entryId: string,
): Promise<boolean> {
  const key = orderLogKey(shard);
  const found = await ledger.redis.command(key, ['XRANGE', key, entryId, entryId]);
  return (found as Entry[]).length > 0;
}

type Entry = [id: string, fields: string[]];

function toPage(after: string, entries: readonly Entry[]): LogPage {
  const page: LogPage = { changes: [], position: after, entries: 0 };
  for (const [entryId, fields] of entries) {
    const changes = readEntry(entryId, fields);
    if (changes === undefined) {
      if (page.entries === 0) throw new NewerLogEntryError(entryId);
      break;
    }
    page.changes.push(...changes);
    page.position = entryId;
    page.entries += 1;
  }
  return page;
}

// Undefined when it can't be read.
function readEntry(entryId: string, fields: readonly string[]): LoggedChange[] | undefined {
  const value = (name: string) => {
    const at = fields.findIndex((field, i) => i % 2 === 0 && field === name);
    return at === -1 ? '' : (fields[at + 1] ?? '');
  };
  if (value('v') !== LOG_ENTRY_VERSION) return undefined;
  const changes: LoggedChange[] = [];
  for (const text of value('changes').split(' ')) {
    const [, orderId, from, to, cause] = CHANGE.exec(text) ?? [];
    if (!orderId || !from || !to || !cause) return undefined;
    const status = ORDER_STATES[to]?.status ?? 'unknown';
    changes.push({
      ...{ orderId, from, to, status, cause, entryId },
      atMs: Number.parseInt(entryId),
    });
  }
  return changes;
}

const CHANGE = /^([0-9a-z]{28}):([a-z])([a-z]):([\w.:-]+)$/i;
