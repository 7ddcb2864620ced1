import type { EventStatus } from '@onsale/contracts';
import { readStoredEvent } from '../events/read-events.ts';
import { endMsOf } from '../events/sales-window.ts';
import type { Ledger } from '../ledger.ts';

/** What the archive needs to know of an event. */
export interface EventEnd {
  status: EventStatus;
  revision: number;
  /** When it is over (Unix time in ms); `Infinity` for a rehearsal, which never is. */
  endMs: number;
  /** Its ticket types and pools by id, as its document has them. */
  tickets: readonly string[];
  pools: readonly string[];
}

/** Reads the ends of events, each once. */
export class EventEnds {
  readonly #ledger: Ledger;
  readonly #shard: number;
  readonly #known = new Map<string, EventEnd | undefined>();

  constructor(ledger: Ledger, shard: number) {
    this.#ledger = ledger;
    this.#shard = shard;
  }

  /** Undefined when there is no such event. */
  async of(eventId: string): Promise<EventEnd | undefined> {
    if (!this.#known.has(eventId)) {
      this.#known.set(eventId, await readEventEnd(this.#ledger, this.#shard, eventId));
    }
    return this.#known.get(eventId);
  }
}

async function readEventEnd(
  ledger: Ledger,
  shard: number,
  eventId: string,
): Promise<EventEnd | undefined> {
  const event = await readStoredEvent(ledger, shard, eventId);
  if (event === undefined) return undefined;
  const { status, revision, document } = event;
  const endMs = endMsOf(document);
  return {
    ...{ status, revision, endMs: endMs === 0 ? Infinity : endMs },
    tickets: document.tickets.map(({ id }) => id),
    pools: (document.pools ?? []).map(({ id }) => id),
  };
}
