import type { Audit, Books, Fleet, Instance } from '@onsale/contracts';
import {
  audit,
  checkStock,
  countBacklog,
  type Ledger,
  readCounts,
  readStock,
  shardsOf,
} from '@onsale/ledger';
import { EventBroadcast, readDesired, readFleet, type Registry } from '@onsale/service';
import { redisUnavailable, withinDeadline } from '../redis-deadline.ts';
import { createSaleMetrics } from './sale-metrics.ts';
import { shareResult } from './share-result.ts';

/** What is younger is given again: a crowd of watchers costs Redis no more than one. */
const FLEET_FRESH_MS = 500;
const BOOKS_FRESH_MS = 500;
const AUDIT_FRESH_MS = 3000;
/** How often a follower of the fleet gets a message. */
const FLEET_EVERY_MS = 1000;
/** An audit rests between two pages, so that orders never wait for it. */
const AUDIT_PAUSE_MS = 1;

/** What operators ask of the gateway. Each rejects with `ApiError` 503 while Redis is away. */
export interface Operations {
  readFleet: () => Promise<Fleet>;
  fleetStreams: EventBroadcast;
  readBooks: () => Promise<Books>;
  /** One audit runs at a time; all who ask meanwhile get its result. */
  runAudit: () => Promise<Audit>;
  /** Ends the streams, and the audit that runs. */
  close: () => void;
}

export function createOperations(ledger: Ledger, registry: Registry): Operations {
  const stopping = new AbortController();
  const within = <Result>(read: (ledger: Ledger) => Promise<Result>) => {
    return async () => await withinDeadline(() => read(ledger));
  };
  const fleet = shareResult(within(collectFleet), FLEET_FRESH_MS);
  const fleetStreams = new EventBroadcast({ everyMs: FLEET_EVERY_MS, read: fleet });
  const readBooks = shareResult(within(collectBooks), BOOKS_FRESH_MS);
  const onAudited = createSaleMetrics(registry, ledger, readBooks);
  const runAudit = shareResult(async () => {
    const found = await auditEverything(ledger, stopping.signal);
    onAudited(found);
    return found;
  }, AUDIT_FRESH_MS);
  return {
    readFleet: fleet,
    fleetStreams,
    readBooks,
    runAudit,
    close: () => {
      stopping.abort();
      fleetStreams.close();
    },
  };
}

async function collectFleet(ledger: Ledger): Promise<Fleet> {
  const [instances, desired, ...shards] = await Promise.all([
    readFleet(ledger.redis),
    readDesired(ledger.redis),
    ...shardsOf(ledger).map(async (shard) => ({
      ...(await readCounts(ledger, shard)),
      waiting: await countBacklog(ledger.redis, shard),
    })),
  ]);
  const orders = { placed: 0, confirmed: 0, rejected: 0, waiting: 0 };
  for (const shard of shards) {
    orders.placed += shard.placed;
    orders.confirmed += shard.confirmed;
    orders.rejected += shard.rejected;
    orders.waiting += shard.waiting;
  }
  const at = new Date().toISOString();
  return { at, services: countByService(instances, desired), instances, orders };
}

function countByService(
  instances: readonly Instance[],
  desired: ReadonlyMap<string, number>,
): Fleet['services'] {
  const living = new Map([...desired.keys()].map((service) => [service, 0]));
  for (const { service } of instances) living.set(service, (living.get(service) ?? 0) + 1);
  return [...living]
    .map(([service, count]) => ({
      service,
      living: count,
      desired: desired.get(service) ?? null,
    }))
    .sort((a, b) => a.service.localeCompare(b.service));
}

async function collectBooks(ledger: Ledger): Promise<Books> {
  const shards = await Promise.all(shardsOf(ledger).map((shard) => readStock(ledger, shard)));
  const tickets = shards.flatMap((stock) =>
    Array.from(stock, ([ticketId, books]) => ({ ticketId, ...books })),
  );
  const problems = shards.flatMap((stock) =>
    Array.from(stock).flatMap(([ticketId, books]) => checkStock(ticketId, books)),
  );
  return { at: new Date().toISOString(), tickets, problems };
}

async function auditEverything(ledger: Ledger, signal: AbortSignal): Promise<Audit> {
  const startedAt = performance.now();
  const report = await audit(ledger, { signal, pauseMs: AUDIT_PAUSE_MS }).catch(
    (error: unknown) => {
      throw redisUnavailable(error);
    },
  );
  const tookMs = Math.round(performance.now() - startedAt);
  return { at: new Date().toISOString(), tookMs, ...report };
}
