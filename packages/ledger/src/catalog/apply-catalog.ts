import { setTimeout as delay } from 'node:timers/promises';
import { loadScript, runScript } from '@onsale/redis';
import { type Catalog, ticketsOf } from './catalog.ts';
import { CatalogError } from './catalog-error.ts';
import { digestCatalog } from './digest-catalog.ts';
import { catalogKey, shardOf, stockKey } from '../keys.ts';
import { type Ledger, shardsOf } from '../ledger.ts';
import { readStock } from '../stock/read-stock.ts';

// A catalog spans several shards, and no Redis command can change two of them atomically. So it is
// applied by two-phase commit: every shard is prepared, one after the other; once all are, the
// decision stands and every shard is committed. A shard can refuse only before anything is in
// force. A process that dies half-way leaves some shards prepared or committed; the next process to
// apply a catalog commits the rest, or rolls back if nothing was committed.

const prepareScript = loadScript(new URL('./prepare-catalog.lua', import.meta.url));
const commitScript = loadScript(new URL('./commit-catalog.lua', import.meta.url));
const abortScript = loadScript(new URL('./abort-catalog.lua', import.meta.url));

/** A running process commits what it has prepared within milliseconds. */
const ABANDONED_AFTER_MS = 10_000;
const RETRY_DELAY_MS = 50;

/** `newer` means that a later catalog is in force and was left alone. */
export type CatalogOutcome =
  | { outcome: 'applied' | 'unchanged' }
  | { outcome: 'newer'; version: number };

/**
 * Applies a catalog: sets up stock for new ticket types and adjusts `remaining` where a capacity
 * has changed. Idempotent, and safe to run in many processes at once during a sale. Ticket types
 * missing from the catalog are withdrawn from sale; their books stay.
 *
 * It is in force in all shards or in none. Throws `CatalogError` when a capacity is below what is
 * sold, when a ticket type has moved to an event of another shard, or when the same version was
 * applied with different content.
 */
export async function applyCatalog(ledger: Ledger, catalog: Catalog): Promise<CatalogOutcome> {
  await refuseMovedTickets(ledger, catalog);
  const digest = digestCatalog(catalog);
  for (;;) {
    const prepared = await prepareAll(ledger, catalog, digest);
    if (prepared.outcome !== 'prepared') return prepared;
    const outcome = await commitAll(ledger, digest);
    if (outcome !== 'gone') return { outcome };
  }
}

// `gone` when another process considered the preparation abandoned and rolled it back.
async function commitAll(
  ledger: Ledger,
  digest: string,
): Promise<'applied' | 'unchanged' | 'gone'> {
  let outcome: 'applied' | 'unchanged' = 'unchanged';
  for (const shard of shardsOf(ledger)) {
    const reply = await commit(ledger, shard, digest);
    if (reply === 'gone') return reply;
    if (reply === 'applied') outcome = reply;
  }
  return outcome;
}

// One shard after the other, so that of two processes applying different catalogs, one waits at the
// first shard.
async function prepareAll(
  ledger: Ledger,
  catalog: Catalog,
  digest: string,
): Promise<{ outcome: 'prepared' } | { outcome: 'newer'; version: number }> {
  const prepared: number[] = [];
  const problems: string[] = [];
  let newer = 0;
  for (const shard of shardsOf(ledger)) {
    const reply = await prepare(ledger, shard, { catalog, digest });
    if (reply === 'prepared') prepared.push(shard);
    else if (reply.startsWith('newer:')) newer = Math.max(newer, Number(reply.slice(6)));
    else problems.push(...problemsIn(reply, catalog));
  }
  if (problems.length === 0 && newer === 0) return { outcome: 'prepared' };
  for (const shard of prepared) await abort(ledger, shard, digest);
  if (problems.length > 0) throw new CatalogError([...new Set(problems)]);
  return { outcome: 'newer', version: newer };
}

async function prepare(
  ledger: Ledger,
  shard: number,
  { catalog, digest }: { catalog: Catalog; digest: string },
): Promise<string> {
  const { version } = catalog;
  const events = catalog.events.filter((event) => shardOf(event.id, ledger.shards) === shard);
  const part = { version, events };
  const stock = ticketsOf(part).flatMap((ticket) => [ticket.id, String(ticket.capacity)]);
  const args = [String(version), digest, JSON.stringify(part), ...stock];
  for (;;) {
    const reply = String(
      await runScript(ledger.redis, prepareScript, { keys: keysOf(shard), args }),
    );
    if (!reply.startsWith('pending:')) return reply;
    const [, other = '', ageMs] = reply.split(':');
    if (Number(ageMs) < ABANDONED_AFTER_MS) await delay(RETRY_DELAY_MS);
    else if (await isInForceSomewhere(ledger, other)) await commit(ledger, shard, other);
    else await abort(ledger, shard, other);
  }
}

async function commit(ledger: Ledger, shard: number, digest: string): Promise<string> {
  return String(
    await runScript(ledger.redis, commitScript, { keys: keysOf(shard), args: [digest] }),
  );
}

async function abort(ledger: Ledger, shard: number, digest: string): Promise<void> {
  await runScript(ledger.redis, abortScript, { keys: keysOf(shard), args: [digest] });
}

const keysOf = (shard: number): [string, string] => [catalogKey(shard), stockKey(shard)];

async function isInForceSomewhere(ledger: Ledger, digest: string): Promise<boolean> {
  for (const shard of shardsOf(ledger)) {
    const key = catalogKey(shard);
    if ((await ledger.redis.command(key, ['HGET', key, 'digest'])) === digest) return true;
  }
  return false;
}

function problemsIn(reply: string, { version }: Catalog): string[] {
  if (reply === 'conflict') {
    return [
      `version ${version} of the catalog was already applied with different content; ` +
        'raise its version to apply a change',
    ];
  }
  const [word, ...refusals] = reply.split(' ');
  if (word !== 'refused') return [];
  return refusals.map((refusal) => {
    const [ticketId, capacity, sold] = refusal.split(':');
    return `ticket ${ticketId}: capacity ${capacity} is below the ${sold} already sold`;
  });
}

async function refuseMovedTickets(ledger: Ledger, catalog: Catalog): Promise<void> {
  if (ledger.shards === 1) return;
  const stocks = await Promise.all(shardsOf(ledger).map((shard) => readStock(ledger, shard)));
  const problems = ticketsOf(catalog)
    .filter((ticket) => {
      const home = shardOf(ticket.eventId, ledger.shards);
      return stocks.some((stock, shard) => shard !== home && stock.has(ticket.id));
    })
    .map((ticket) => `ticket ${ticket.id} already belongs to another event; give it a new id`);
  if (problems.length > 0) throw new CatalogError(problems);
}
