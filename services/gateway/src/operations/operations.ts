import type { Fleet } from '@onsale/contracts';
import { allShardsOf, countBacklog, type Ledger, readCounts } from '@onsale/ledger';
import {
  describeServices,
  EventBroadcast,
  readDesired,
  readFleet as readInstances,
  type Registry,
  shareResult,
} from '@onsale/service';
import { withinDeadline } from '../redis-deadline.ts';
import { createSaleMetrics } from './sale-metrics.ts';

/** A more recent result is reused, so that many clients cost Redis no more than one. */
const FLEET_FRESH_MS = 500;
/** How often a fleet stream sends a message. */
const FLEET_EVERY_MS = 1000;

/**
 * What operators can ask the gateway. Each call rejects with `ApiError` 503 while Redis is
 * unreachable.
 */
export interface Operations {
  readFleet: () => Promise<Fleet>;
  fleetStreams: EventBroadcast;
  /** Closes the streams. */
  close: () => void;
}

/** `cpuTargets` are what a cluster's autoscalers aim at, by service, as a share of the CPU request. */
export function createOperations(
  ledger: Ledger,
  registry: Registry,
  cpuTargets: ReadonlyMap<string, number> = new Map(),
): Operations {
  const readFleet = shareResult(
    async () => await withinDeadline(() => collectFleet(ledger, cpuTargets)),
    FLEET_FRESH_MS,
  );
  const fleetStreams = new EventBroadcast({ everyMs: FLEET_EVERY_MS, read: readFleet });
  createSaleMetrics(ledger, registry);
  return { readFleet, fleetStreams, close: () => fleetStreams.close() };
}

async function collectFleet(
  ledger: Ledger,
  cpuTargets: ReadonlyMap<string, number>,
): Promise<Fleet> {
  const [instances, desired, ...shards] = await Promise.all([
    readInstances(ledger.redis),
    readDesired(ledger.redis),
    // With rehearsals: a load is to be seen as much as a sale.
    ...allShardsOf(ledger).map(async (shard) => ({
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
  return { at, services: describeServices(instances, desired, cpuTargets), instances, orders };
}
