import type { ErrorDetail } from '@onsale/contracts';
import { loadScript, runScript } from '@onsale/redis';
import { archivedBooksField } from '../archive/archive-sums.ts';
import {
  archiveKey,
  eventKey,
  eventsKey,
  poolsKey,
  REHEARSAL_SHARD,
  shardOf,
  stockField,
  stockKey,
} from '../keys.ts';
import { allShardsOf, type Ledger } from '../ledger.ts';
import { admissionFromOf } from '../waiting-room/waiting-room-times.ts';
import { checkEvent } from './check-event.ts';
import { eventPathText } from './check-values.ts';
import type { EventDocument, StoredEvent } from './event-document.ts';
import { changedSince, type EventRefusal, eventRefusal, noSuchEvent } from './event-refusal.ts';
import { readStoredEvent, shardsOfEvent } from './read-events.ts';
import { salesWindowOf } from './sales-window.ts';

const writeScript = loadScript(new URL('./write-event.lua', import.meta.url));

/** How to write an event. */
export interface EventWrite {
  /** The revision that the document was made from; 0 for a new event. */
  revision: number;
  /** Of a new event; default: `draft`. */
  status?: 'draft' | 'on_sale';
  /** Digests of what was applied from files, newest first; default: as before. */
  applied?: readonly string[];
}

/**
 * Creates an event, or changes it if it still has the revision its new document was made from: at
 * once with the capacities of its ticket types and pools, its sales windows and its limits. Orders
 * that are placed stay as they are. Writes all of it or, when refused, nothing.
 */
export async function writeEvent(
  ledger: Ledger,
  document: EventDocument,
  { revision, status = 'draft', applied }: EventWrite,
): Promise<{ outcome: 'written'; event: StoredEvent } | EventRefusal> {
  const problems: ErrorDetail[] = [];
  checkEvent(document, (path, message) => problems.push({ path: eventPathText(path), message }));
  if (problems.length > 0) return invalid(problems);
  const shard = shardOfDocument(ledger, document);
  const refusal = await refuseUsedIds(ledger, document, shard);
  if (refusal !== undefined) return refusal;

  const key = eventKey(shard, document.id);
  const digests = applied?.join(' ') ?? '-';
  const keys = [key, eventsKey(shard), stockKey(shard), poolsKey(shard)] as const;
  const args = argumentsOf(document, { revision, status, digests });
  const reply = String(await runScript(ledger.redis, writeScript, { keys, args }));
  const [outcome, next, nowMs] = reply.split(':');
  if (outcome !== 'written') return await refusalOf(ledger, reply, { document, shard, revision });
  const event = await readStoredEvent(ledger, shard, document.id);
  if (event?.revision === Number(next)) return { outcome, event };
  // It has been changed again since; what was written is this.
  const written = { shard, revision: Number(next), changedAtMs: Number(nowMs), document };
  return {
    outcome,
    event: {
      ...{ ...written, status: event?.status ?? status, applied: [...(applied ?? [])] },
      hasCodes: event?.hasCodes ?? false,
    },
  };
}

/** The shard in which an event lives. */
export function shardOfDocument(ledger: Ledger, { id, rehearsal }: EventDocument): number {
  return rehearsal === true ? REHEARSAL_SHARD : shardOf(id, ledger.shards);
}

function argumentsOf(
  document: EventDocument,
  { revision, status, digests }: { revision: number; status: string; digests: string },
): string[] {
  const { maxPerCustomer, maxHoldsPerCustomer, maxHoldsPerClient } = document;
  const limits = [maxPerCustomer, maxHoldsPerCustomer, maxHoldsPerClient];
  return [
    document.id,
    String(revision),
    JSON.stringify(document),
    status,
    digests,
    ...limits.map((limit) => (limit === undefined ? '' : String(limit))),
    admissionField(document),
    String(document.tickets.length),
    ...document.tickets.flatMap((ticket) => {
      const { fromMs, toMs } = salesWindowOf(document, ticket);
      const { id, capacity, pool = '-' } = ticket;
      return [id, String(capacity), pool, String(fromMs), String(toMs)];
    }),
    ...(document.pools ?? []).flatMap(({ id, capacity }) => [id, String(capacity)]),
  ];
}

// As place.lua reads it.
function admissionField(document: EventDocument): string {
  const from = admissionFromOf(document);
  if (from === undefined) return '';
  return from === 'automatic' ? 'auto' : String(from);
}

// What the script does not see: an event id or ticket id that is used in another shard, or a ticket id
// that belonged to an archived event, whose sums still count what was sold of it.
async function refuseUsedIds(
  ledger: Ledger,
  document: EventDocument,
  shard: number,
): Promise<EventRefusal | undefined> {
  for (const other of shardsOfEvent(ledger, document.id).filter((each) => each !== shard)) {
    const current = await readStoredEvent(ledger, other, document.id);
    if (current === undefined) continue;
    const message = 'must stay as it is: rehearsals have orders and stock of their own';
    return { ...invalid([{ path: 'rehearsal', message }]), current };
  }
  // Of an archived event the script says so itself.
  if ((await readStoredEvent(ledger, shard, document.id))?.status === 'archived') return undefined;
  const shards = allShardsOf(ledger);
  const [archived, elsewhere] = await Promise.all([
    ticketsIn(ledger, document, shards.map(archiveKey), archivedBooksField),
    ticketsIn(ledger, document, shards.filter((each) => each !== shard).map(stockKey), (id) =>
      stockField(id, 'capacity'),
    ),
  ]);
  const problems = document.tickets.flatMap(({ id }, i) => {
    if (archived.has(id)) return [takenTicket(id, i, 'an archived event')];
    return elsewhere.has(id) ? [takenTicket(id, i, 'another event')] : [];
  });
  return problems.length === 0 ? undefined : stockConflict(problems);
}

// The ticket ids for which one of the hashes has the field.
async function ticketsIn(
  ledger: Ledger,
  { tickets }: EventDocument,
  keys: readonly string[],
  fieldOf: (ticketId: string) => string,
): Promise<Set<string>> {
  const fields = tickets.map(({ id }) => fieldOf(id));
  const rows = await Promise.all(
    keys.map((key) => ledger.redis.command(key, ['HMGET', key, ...fields])),
  );
  const isThere = (i: number) => (rows as unknown[][]).some((row) => row[i] !== null);
  return new Set(tickets.flatMap(({ id }, i) => (isThere(i) ? [id] : [])));
}

async function refusalOf(
  ledger: Ledger,
  reply: string,
  { document, shard, revision }: { document: EventDocument; shard: number; revision: number },
): Promise<EventRefusal> {
  const current = await readStoredEvent(ledger, shard, document.id);
  const { id } = document;
  if (reply === 'archived') {
    return eventRefusal('EVENT_ARCHIVED', `event ${id} is archived and stays as it is`, {
      current,
    });
  }
  if (reply.startsWith('conflict:')) {
    const there = Number(reply.slice('conflict:'.length));
    if (there === 0) return noSuchEvent(id);
    if (revision === 0)
      return eventRefusal('EVENT_EXISTS', `event ${id} exists already`, { current });
    return changedSince(id, { revision, there, current });
  }
  const problems = reply
    .split(' ')
    .slice(1)
    .map((word) => stockProblem(document, word));
  return { ...stockConflict(problems), ...(current === undefined ? {} : { current }) };
}

function stockProblem(document: EventDocument, word: string): ErrorDetail {
  const [kind = '', id = '', ...rest] = word.split(':');
  if (kind === 'taken') {
    const index = document.tickets.findIndex((ticket) => ticket.id === id);
    return takenTicket(id, index, `event ${rest[0]}`);
  }
  const [capacity, used] = rest;
  const list = kind === 'pool' ? (document.pools ?? []) : document.tickets;
  const index = list.findIndex((each) => each.id === id);
  return {
    path: `${kind === 'pool' ? 'pools' : 'tickets'}[${index}].capacity`,
    message: `${kind} ${id}: capacity ${capacity} is below the ${used} already sold or held`,
  };
}

function takenTicket(id: string, index: number, owner: string): ErrorDetail {
  const message = `ticket ${id} already belongs to ${owner}; give it a new id`;
  return { path: `tickets[${index}].id`, message };
}

function stockConflict(details: ErrorDetail[]): EventRefusal {
  return eventRefusal('STOCK_CONFLICT', details.map(({ message }) => message).join('; '), {
    details,
  });
}

function invalid(details: ErrorDetail[]): EventRefusal {
  const message = details.map(({ path, message: text }) => `${path} ${text}`).join('; ');
  return eventRefusal('INVALID_EVENT', message, { details });
}
