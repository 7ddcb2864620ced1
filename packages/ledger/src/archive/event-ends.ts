import { eventKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';

/** When an event ended, and what becomes of it. */
export interface EventEnd {
  status: string;
  revision: number;
  /** Its end or, when it names none, its start: Unix time in ms. */
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

  /** Undefined when there is no such event, or none that can be read. */
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
  const key = eventKey(shard, eventId);
  const command = ['HMGET', key, 'status', 'revision', 'document'];
  const reply = (await ledger.redis.command(key, command)) as (string | null)[];
  const [status, revision, document] = reply;
  if (!status || !document) return undefined;
  const { startsAt, endsAt, tickets, pools } = JSON.parse(document) as {
    startsAt: string;
    endsAt?: string;
    tickets: { id: string }[];
    pools?: { id: string }[];
  };
  return {
    ...{ status, revision: Number(revision) },
    endMs: Date.parse(endsAt ?? startsAt),
    tickets: tickets.map(({ id }) => id),
    pools: (pools ?? []).map(({ id }) => id),
  };
}
