import { loadScript, runScript } from '@onsale/redis';
import {
  archiveKey,
  boughtKey,
  eventKey,
  eventsKey,
  poolName,
  poolsKey,
  stockKey,
} from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { forgetCodes } from '../codes/write-codes.ts';
import { readRules } from '../stock/read-rules.ts';
import { removeLine } from '../waiting-room/remove-line.ts';
import type { EventEnd } from './event-ends.ts';

const archiveScript = loadScript(new URL('./archive-event.lua', import.meta.url));

/** The result of archiving an event. */
export type EventArchival =
  | 'archived'
  | 'already'
  /** It was changed since it was read, so that it may not have ended. */
  | 'changed'
  /** It was never on sale. */
  | 'draft'
  /** The books of this ticket type or pool have tickets that no archived order accounts for. */
  | { open: string };

/**
 * Archives an event that has ended and has no orders left in Redis, which the caller has made sure of: its
 * books become sums, its codes and its line go, and it is never sold again. Safe to repeat.
 */
export async function archiveEvent(
  ledger: Ledger,
  shard: number,
  event: Pick<EventEnd, 'revision' | 'tickets' | 'pools'> & { id: string },
): Promise<EventArchival> {
  const { id } = event;
  const withdrawn = await readWithdrawn(ledger, shard, id);
  const tickets = new Set([...event.tickets, ...withdrawn.tickets]);
  const pools = new Set([...event.pools.map((pool) => poolName(id, pool)), ...withdrawn.pools]);
  const reply = String(
    await runScript(ledger.redis, archiveScript, {
      keys: [
        ...([eventKey(shard, id), eventsKey(shard), stockKey(shard), poolsKey(shard)] as const),
        ...([archiveKey(shard), boughtKey(shard, id)] as const),
      ],
      args: [...[id, String(event.revision), String(tickets.size), ...tickets], ...pools],
    }),
  );
  if (reply.startsWith('open:')) return { open: reply.slice('open:'.length) };
  if (reply === 'archived' || reply === 'already') {
    await forgetCodes(ledger, { shard, eventId: id });
    await removeLine(ledger, { shard, eventId: id });
  }
  return reply as Exclude<EventArchival, object>;
}

// What was taken out of an event keeps its books, and the rules of its ticket types say whose they are.
async function readWithdrawn(
  ledger: Ledger,
  shard: number,
  eventId: string,
): Promise<{ tickets: string[]; pools: string[] }> {
  const rules = [...(await readRules(ledger, shard))].filter(([, of]) => of.eventId === eventId);
  return {
    tickets: rules.map(([ticketId]) => ticketId),
    pools: rules.flatMap(([, { pool }]) => (pool === undefined ? [] : [pool])),
  };
}
