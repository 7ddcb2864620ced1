import { createHash } from 'node:crypto';
import { type Catalog, ticketsOf } from './catalog.ts';
import { CatalogError } from './catalog-error.ts';
import { catalogKey, shardOf, stockKey } from '../keys.ts';
import { type Ledger, shardsOf } from '../ledger.ts';
import { readStock } from '../stock/read-stock.ts';
import { loadScript, runScript } from '@onsale/redis';

const applyScript = loadScript(new URL('./apply-catalog.lua', import.meta.url));

/** What came of it; `newer` means that a later catalog is in force and was left alone. */
export type CatalogOutcome =
  | { outcome: 'applied' | 'unchanged' }
  | { outcome: 'newer'; version: number };

/**
 * Applies a catalog: sets up the stock of new ticket types and moves `remaining` of those whose
 * capacity has changed. Idempotent, and safe to run from many processes at once. Ticket types that
 * the catalog no longer names are withdrawn from sale; their books stay.
 *
 * Each shard is one atomic call, after all shards have been asked whether they would accept it.
 * Throws `CatalogError` when a capacity is below what is sold, when a ticket type has moved to an
 * event of another shard, or when the same version was applied with other content.
 */
export async function applyCatalog(ledger: Ledger, catalog: Catalog): Promise<CatalogOutcome> {
  await refuseMovedTickets(ledger, catalog);
  const checked = await runOnAllShards(ledger, catalog, 'check');
  if (checked.outcome === 'newer') return checked;
  return await runOnAllShards(ledger, catalog, 'apply');
}

async function runOnAllShards(
  ledger: Ledger,
  catalog: Catalog,
  mode: 'check' | 'apply',
): Promise<CatalogOutcome> {
  const digest = createHash('sha256').update(JSON.stringify(catalog)).digest('hex');
  const replies = await Promise.all(
    shardsOf(ledger).map(async (shard) => {
      const events = catalog.events.filter((event) => shardOf(event.id, ledger.shards) === shard);
      const part = { version: catalog.version, events };
      const stock = ticketsOf(part).flatMap((ticket) => [ticket.id, String(ticket.capacity)]);
      const reply = await runScript(ledger.redis, applyScript, {
        keys: [catalogKey(shard), stockKey(shard)],
        args: [mode, String(catalog.version), digest, JSON.stringify(part), ...stock],
      });
      return String(reply);
    }),
  );
  return readReplies(catalog, replies);
}

function readReplies(catalog: Catalog, replies: readonly string[]): CatalogOutcome {
  const problems = replies.flatMap((reply) => {
    if (reply === 'conflict') {
      return [
        `version ${catalog.version} of the catalog was applied before with other content; ` +
          'raise its version to apply a change',
      ];
    }
    const [word, ...refusals] = reply.split(' ');
    if (word !== 'refused') return [];
    return refusals.map((refusal) => {
      const [ticketId, capacity, sold] = refusal.split(':');
      return `ticket ${ticketId}: capacity ${capacity} is below the ${sold} that are sold`;
    });
  });
  if (problems.length > 0) throw new CatalogError([...new Set(problems)]);
  const newer = replies
    .filter((reply) => reply.startsWith('newer:'))
    .map((reply) => Number(reply.slice('newer:'.length)));
  if (newer.length > 0) return { outcome: 'newer', version: Math.max(...newer) };
  return { outcome: replies.every((reply) => reply === 'unchanged') ? 'unchanged' : 'applied' };
}

async function refuseMovedTickets(ledger: Ledger, catalog: Catalog): Promise<void> {
  if (ledger.shards === 1) return;
  const stocks = await Promise.all(shardsOf(ledger).map((shard) => readStock(ledger, shard)));
  const problems = ticketsOf(catalog)
    .filter((ticket) => {
      const home = shardOf(ticket.eventId, ledger.shards);
      return stocks.some((stock, shard) => shard !== home && stock.has(ticket.id));
    })
    .map((ticket) => `ticket ${ticket.id} was sold for another event before; give it a new id`);
  if (problems.length > 0) throw new CatalogError(problems);
}
