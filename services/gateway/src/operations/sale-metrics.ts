import { allShardsOf, type Backlog, type Ledger, readBacklog, shardName } from '@onsale/ledger';
import { gauge, type Registry, shareResult } from '@onsale/service';
import { withinDeadline } from '../redis-deadline.ts';

/** All gauges of a scrape share one reading. */
const FRESH_MS = 1000;

/**
 * Exports the backlog of each shard and of rehearsals, read on each scrape; while Redis is unreachable, the last
 * values read. Every gateway exports the same, so take the maximum, not the sum.
 */
export function createSaleMetrics(ledger: Ledger, registry: Registry): void {
  const readBacklogs = shareResult(
    async () =>
      await withinDeadline(() =>
        Promise.all(
          allShardsOf(ledger).map(async (shard) => ({
            shard: shardName(shard),
            backlog: await readBacklog(ledger, shard),
          })),
        ),
      ),
    FRESH_MS,
  );
  const ofShards = (find: (backlog: Backlog) => number) => async () =>
    (await readBacklogs()).map(({ shard, backlog }) => [{ shard }, find(backlog)] as const);
  gauge(
    registry,
    {
      name: 'onsale_stream_orders',
      help: 'Orders in the stream, waiting or being settled',
      labelNames: ['shard'],
    },
    ofShards(({ waiting }) => waiting),
  );
  gauge(
    registry,
    {
      name: 'onsale_stream_pending_orders',
      help: 'Orders in the stream that were delivered to a worker and not settled yet',
      labelNames: ['shard'],
    },
    ofShards(({ pending }) => pending),
  );
  gauge(
    registry,
    {
      name: 'onsale_stream_oldest_order_seconds',
      help: 'How long the oldest order in the stream has waited; 0 when there is none',
      labelNames: ['shard'],
    },
    ofShards(({ oldestMs = 0 }) => oldestMs / 1000),
  );
  gauge(
    registry,
    {
      name: 'onsale_dead_letter_entries',
      help: 'Entries in the dead-letter stream',
      labelNames: ['shard'],
    },
    ofShards(({ deadLetters }) => deadLetters),
  );
}
