import {
  allShardsOf,
  type Backlog,
  COUNTED_STATUSES,
  type Holds,
  type Ledger,
  type OrderCounts,
  readBacklog,
  readCounts,
  readHolds,
  shardName,
} from '@onsale/ledger';
import { gauge, type Registry, shareResult } from '@onsale/service';
import { withinDeadline } from '../redis-deadline.ts';

/** All gauges of a scrape share one reading. */
const FRESH_MS = 1000;

/** What is read of a shard. */
interface ShardReading {
  backlog: Backlog;
  holds: Holds;
  counts: OrderCounts;
}

/**
 * Exports backlog, holds and orders of each shard and of rehearsals, read on each scrape; while Redis
 * is unreachable, the last values read. Every gateway exports the same, so take the maximum, not the
 * sum.
 */
export function createSaleMetrics(ledger: Ledger, registry: Registry): void {
  const readShards = shareResult(
    async () =>
      await withinDeadline(() =>
        Promise.all(
          allShardsOf(ledger).map(async (shard) => ({
            shard: shardName(shard),
            ...(await readShard(ledger, shard)),
          })),
        ),
      ),
    FRESH_MS,
  );
  const ofShards = (find: (reading: ShardReading) => number) => async () =>
    (await readShards()).map((reading) => [{ shard: reading.shard }, find(reading)] as const);
  gauge(
    registry,
    {
      name: 'onsale_stream_orders',
      help: 'The backlog: orders waiting or being settled',
      labelNames: ['shard'],
    },
    ofShards(({ backlog }) => backlog.waiting),
  );
  gauge(
    registry,
    {
      name: 'onsale_stream_pending_orders',
      help: 'Orders that a worker has read but not settled',
      labelNames: ['shard'],
    },
    ofShards(({ backlog }) => backlog.pending),
  );
  gauge(
    registry,
    {
      name: 'onsale_stream_oldest_order_seconds',
      help: 'How long the oldest of these orders has waited',
      labelNames: ['shard'],
    },
    ofShards(({ backlog }) => (backlog.oldestMs ?? 0) / 1000),
  );
  gauge(
    registry,
    {
      name: 'onsale_dead_letter_entries',
      help: 'Dead letters to deal with',
      labelNames: ['shard'],
    },
    ofShards(({ backlog }) => backlog.deadLetters),
  );
  gauge(
    registry,
    {
      name: 'onsale_holds_due',
      help: 'Held orders past their deadline',
      labelNames: ['shard'],
    },
    ofShards(({ holds }) => holds.due),
  );
  gauge(
    registry,
    {
      name: 'onsale_holds_overdue_seconds',
      help: 'How long ago the first deadline of a held order passed',
      labelNames: ['shard'],
    },
    ofShards(({ holds }) => (holds.overdueMs ?? 0) / 1000),
  );
  gauge(
    registry,
    {
      name: 'onsale_open_payments',
      help: 'Held orders with a payment under way',
      labelNames: ['shard'],
    },
    ofShards(({ holds }) => holds.openPayments),
  );
  gauge(
    registry,
    {
      name: 'onsale_orders',
      help: 'Orders by their status, with archived ones',
      labelNames: ['shard', 'status'],
    },
    async () =>
      (await readShards()).flatMap(({ shard, counts }) =>
        byStatus(counts).map(([status, count]) => [{ shard, status }, count] as const),
      ),
  );
}

async function readShard(ledger: Ledger, shard: number): Promise<ShardReading> {
  const [backlog, holds, counts] = await Promise.all([
    readBacklog(ledger, shard),
    readHolds(ledger, shard, Date.now()),
    readCounts(ledger, shard),
  ]);
  return { backlog, holds, counts };
}

function byStatus(counts: OrderCounts): [status: string, count: number][] {
  const settled = COUNTED_STATUSES.map((status): [string, number] => [status, counts[status]]);
  const pending = settled.reduce((left, [, count]) => left - count, counts.placed);
  return [['pending', pending], ...settled];
}
