import { allShardsOf, type Ledger } from '../ledger.ts';
import type { StoredEvent } from './event-document.ts';
import { readEventChanges, readLastEventChange } from './read-events.ts';

/** What is known of a shard. */
interface ShardEvents {
  /** The number of the last change of an event that is in it. */
  last: number;
  events: Map<string, StoredEvent>;
}

/** The events of all shards as they were read last. Each refresh reads what has changed since. */
export class KnownEvents {
  readonly #ledger: Ledger;
  readonly #shards = new Map<number, ShardEvents>();
  #version = 0;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Another number whenever an event has changed. */
  get version(): number {
    return this.#version;
  }

  /** Events that a refresh has read stay, also if it fails for another shard. */
  async refresh(): Promise<void> {
    await Promise.all(allShardsOf(this.#ledger).map((shard) => this.#refreshShard(shard)));
  }

  /** All events but drafts and archived ones. */
  shown(): StoredEvent[] {
    return [...this.#shards.values()]
      .flatMap((shard) => [...shard.events.values()])
      .filter(({ status }) => status !== 'draft' && status !== 'archived');
  }

  async #refreshShard(shard: number): Promise<void> {
    const known = this.#shards.get(shard) ?? { last: 0, events: new Map<string, StoredEvent>() };
    const newest = await readLastEventChange(this.#ledger, shard);
    // An index that is gone says nothing of its events: this Redis is empty, and nothing is sold from it.
    if (newest === known.last || newest === 0) return;
    // Older than what was seen: this is a backup, so that nothing that is known counts.
    const isBackup = newest < known.last;
    const changes = await readEventChanges(this.#ledger, shard, isBackup ? 0 : known.last);
    const events = new Map(isBackup ? [] : known.events);
    for (const event of changes.events) events.set(event.document.id, event);
    for (const id of changes.removed) events.delete(id);
    this.#shards.set(shard, { last: changes.last, events });
    this.#version++;
  }
}
