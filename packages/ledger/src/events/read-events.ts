import type { EventStatus } from '@onsale/contracts';
import { eventKey, eventsKey, REHEARSAL_SHARD, shardOf } from '../keys.ts';
import { allShardsOf, type Ledger } from '../ledger.ts';
import type { EventDocument, StoredEvent } from './event-document.ts';

/** One event, rehearsals included; undefined when there is none. */
export async function readEvent(ledger: Ledger, eventId: string): Promise<StoredEvent | undefined> {
  for (const shard of shardsOfEvent(ledger, eventId)) {
    const event = await readStoredEvent(ledger, shard, eventId);
    if (event !== undefined) return event;
  }
  return undefined;
}

/** The two shards in which an event with this id can be: its own, and that of rehearsals. */
export function shardsOfEvent(ledger: Ledger, eventId: string): [number, number] {
  return [shardOf(eventId, ledger.shards), REHEARSAL_SHARD];
}

/** All events of all shards, whatever their status, by shard and id. */
export async function readEvents(ledger: Ledger): Promise<StoredEvent[]> {
  const ofShards = await Promise.all(
    allShardsOf(ledger).map((shard) => readEventChanges(ledger, shard, 0)),
  );
  return ofShards.flatMap(({ events }) => events);
}

/** What has changed in a shard. */
export interface EventChanges {
  /** The number of the last change in the shard, to ask from the next time. */
  last: number;
  events: StoredEvent[];
  /** Ids of events that have been removed. */
  removed: string[];
}

/** The number of the last change of an event in a shard; 0 when there never was one. */
export async function readLastEventChange(ledger: Ledger, shard: number): Promise<number> {
  const key = eventsKey(shard);
  const newest = await ledger.redis.command(key, ['ZRANGE', key, '-1', '-1', 'WITHSCORES']);
  return Number((newest as string[]).at(-1) ?? 0);
}

/** The events of a shard that were changed after the change with this number, as they are now. */
export async function readEventChanges(
  ledger: Ledger,
  shard: number,
  since: number,
): Promise<EventChanges> {
  const key = eventsKey(shard);
  const range = ['ZRANGE', key, `(${since}`, '+inf', 'BYSCORE', 'WITHSCORES'];
  const reply = (await ledger.redis.command(key, range)) as string[];
  const ids = reply.filter((_, i) => i % 2 === 0);
  const events: StoredEvent[] = [];
  const removed: string[] = [];
  for (let start = 0; start < ids.length; start += PAGE) {
    const page = ids.slice(start, start + PAGE);
    const read = await Promise.all(page.map((id) => readStoredEvent(ledger, shard, id)));
    for (const [i, event] of read.entries()) {
      if (event === undefined) removed.push(String(page[i]));
      else events.push(event);
    }
  }
  return { last: Number(reply.at(-1) ?? since), events, removed };
}

/** Events read at a time. */
const PAGE = 100;

/** An event of one shard; undefined when there is none. */
export async function readStoredEvent(
  ledger: Ledger,
  shard: number,
  eventId: string,
): Promise<StoredEvent | undefined> {
  const key = eventKey(shard, eventId);
  const fields = ['revision', 'status', 'document', 'changedAt', 'applied', 'hasCodes'];
  const reply = await ledger.redis.command(key, ['HMGET', key, ...fields]);
  const [revision, status, document, changedAt, applied, hasCodes] = reply as (string | null)[];
  if (typeof revision !== 'string' || typeof document !== 'string') return undefined;
  return {
    shard,
    revision: Number(revision),
    status: status as EventStatus,
    changedAtMs: Number(changedAt),
    document: JSON.parse(document) as EventDocument,
    applied: (applied ?? '').split(' ').filter(Boolean),
    hasCodes: hasCodes === '1',
  };
}
