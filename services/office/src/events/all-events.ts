import {
  allShardsOf,
  type Ledger,
  readEventChanges,
  readLastEventChange,
  type StoredEvent,
} from '@onsale/ledger';

/**
 * All events as they are now, rehearsals, drafts and archived ones included. Only those that have changed
 * since the last call are read.
 */
export async function readAllEvents(ledger: Ledger): Promise<readonly StoredEvent[]> {
  let memory = memories.get(ledger);
  if (memory === undefined) {
    memory = { shards: new Map(), lastRead: Promise.resolve([]) };
    memories.set(ledger, memory);
  }
  const { shards } = memory;
  // One after the other, so that what was read earlier never replaces what was read later.
  const read = memory.lastRead.catch(() => undefined).then(() => readChanges(ledger, shards));
  memory.lastRead = read;
  return await read;
}

interface Memory {
  shards: Map<number, Shard>;
  lastRead: Promise<unknown>;
}

interface Shard {
  /** The number of the last change that was read. */
  last: number;
  events: Map<string, StoredEvent>;
}

const memories = new WeakMap<Ledger, Memory>();

async function readChanges(ledger: Ledger, shards: Map<number, Shard>): Promise<StoredEvent[]> {
  await Promise.all(
    allShardsOf(ledger).map(async (number) => {
      const last = await readLastEventChange(ledger, number);
      let shard = shards.get(number);
      // A lower number than before is that of other data: they were lost, or are an older backup.
      if (shard === undefined || last < shard.last) {
        shard = { last: 0, events: new Map() };
        shards.set(number, shard);
      }
      if (last === shard.last) return;
      const changes = await readEventChanges(ledger, number, shard.last);
      for (const event of changes.events) shard.events.set(event.document.id, event);
      for (const eventId of changes.removed) shard.events.delete(eventId);
      shard.last = changes.last;
    }),
  );
  return [...shards.values()].flatMap(({ events }) => [...events.values()]);
}
