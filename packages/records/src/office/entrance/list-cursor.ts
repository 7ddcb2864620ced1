import { eventTagOf } from '@onsale/ticket-codes';
import { sql } from 'kysely';
import type { RecordsTransaction } from '../../shards/with-shard.ts';

/** Longer ones are cut: a cursor has 200 characters at most. */
const LONGEST_SNAPSHOT = 120;
const CURSOR = /^1\.(\d{1,20})\.([0-9A-F]{8})\.([0-9A-Z]+)\.([yn])\.(\d{1,19}:\d{1,19}:[\d,]*)$/;
// A moment with more digits is none that a date can be.
const PAGE = /^([^~]+)~(\d{1,15})~(\d{1,9})$/;

/** What a list is of, besides the event: whoever has one of anything else begins anew. */
export interface ListOf {
  eventId: string;
  withNames: boolean;
}

/** Where a reader of the list stands. */
export interface ListPosition {
  /** Tells it in a request: nothing that a device must not know. */
  cursor: string;
  /** The snapshot of the database by which it read, as PostgreSQL writes it. */
  snapshot: string;
}

/** Before the next page of a list. */
export interface PagePosition {
  from: ListPosition;
  /** When the last order was placed that was on the pages before: Unix time in ms. */
  afterMs: number;
  /** Orders in the whole list. */
  total: number;
}

/** The position of whoever reads in this transaction. */
export async function readPosition(tx: RecordsTransaction, of: ListOf): Promise<ListPosition> {
  const { rows } = await sql<{ system: string; timeline: string; snapshot: string }>`
    select system_identifier::text as system, pg_current_snapshot()::text as snapshot,
      left(pg_walfile_name(pg_current_wal_lsn()), 8) as timeline
    from pg_control_system()`.execute(tx);
  const { system, timeline, snapshot: seen } = rows[0]!;
  const snapshot = shorten(seen);
  const names = of.withNames ? 'y' : 'n';
  return {
    snapshot,
    cursor: ['1', system, timeline, eventTagOf(of.eventId), names, snapshot].join('.'),
  };
}

/** The position that a cursor tells; undefined when it is of no use to whoever stands at `now`. */
export function parseCursor(cursor: string, now: ListPosition): ListPosition | undefined {
  const parts = CURSOR.exec(cursor);
  const current = CURSOR.exec(now.cursor);
  const snapshot = parts?.[5];
  if (parts === null || snapshot === undefined) return undefined;
  // Another database, one that was restored, another event, or names that are shown since or no longer.
  if (parts.slice(1, 5).join() !== current?.slice(1, 5).join()) return undefined;
  if (!isSnapshot(snapshot) || ahead(snapshot, now.snapshot)) return undefined;
  return { cursor, snapshot };
}

export function formatPage({ from, afterMs, total }: PagePosition): string {
  return `${from.cursor}~${afterMs}~${total}`;
}

/** Undefined when it is of no use to whoever stands at `now`. */
export function parsePage(page: string, now: ListPosition): PagePosition | undefined {
  const [, cursor = '', afterMs, total] = PAGE.exec(page) ?? [];
  const from = parseCursor(cursor, now);
  return from === undefined ? undefined : { from, afterMs: Number(afterMs), total: Number(total) };
}

// While many transactions write at once. Then what is read once more is more than it has to be.
function shorten(snapshot: string): string {
  if (snapshot.length <= LONGEST_SNAPSHOT) return snapshot;
  const [oldest] = snapshot.split(':');
  return `${oldest}:${oldest}:`;
}

// PostgreSQL refuses others, with an error.
function isSnapshot(snapshot: string): boolean {
  const [min = '', max = '', open = ''] = snapshot.split(':');
  const ids = [min, ...(open === '' ? [] : open.split(',')), max].map(BigInt);
  if (open !== '' && ids.at(-2)! >= ids.at(-1)!) return false;
  return BigInt(min) > 0n && ids.every((id, i) => i === 0 || (ids[i - 1] ?? 0n) <= id);
}

// Of a database that was set back without a new timeline, as by a copy of its files.
function ahead(snapshot: string, now: string): boolean {
  const newest = (each: string) => BigInt(each.split(':')[1] ?? 0);
  return newest(snapshot) > newest(now);
}
