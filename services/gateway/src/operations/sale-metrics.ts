import { type Backlog, type Ledger, readBacklog, shardsOf } from '@onsale/ledger';
import { gauge, type Registry, shareResult } from '@onsale/service';
import { withinDeadline } from '../redis-deadline.ts';

/** Several gauges of one scrape tell of one reading. */
const FRESH_MS = 1000;

/**
 * Shows the backlog of each shard, read when somebody asks for the metrics. While Redis is away each
 * gauge tells what was read last. Every gateway tells the same: take the maximum, not the sum.
 */
export function createSaleMetrics(ledger: Ledger, registry: Registry): void {
  const readBacklogs = shareResult(
    async () =>
      await withinDeadline(() =>
        Promise.all(shardsOf(ledger).map((shard) => readBacklog(ledger, shard))),
      ),
    FRESH_MS,
  );
  const ofShards = (find: (backlog: Backlog) => number) => async () =>
    (await readBacklogs()).map((backlog, shard) => [{ shard }, find(backlog)] as const);
  gauge(
    registry,
    {
      name: 'onsale_stream_orders',
      help: 'Orders in the stream: waiting or in work',
      labelNames: ['shard'],
    },
    ofShards(({ waiting }) => waiting),
  );
  gauge(
    registry,
    {
      name: 'onsale_stream_pending_orders',
      help: 'Orders in the stream that a worker has taken and not settled yet',
      labelNames: ['shard'],
    },
    ofShards(({ pending }) => pending),
  );
  gauge(
    registry,
    {
      name: 'onsale_stream_oldest_order_seconds',
      help: 'How long the oldest order in the stream has waited; 0 when none waits',
      labelNames: ['shard'],
    },
    ofShards(({ oldestMs = 0 }) => oldestMs / 1000),
  );
  gauge(
    registry,
    {
      name: 'onsale_dead_letter_entries',
      help: 'Entries in the dead letters that nobody has dealt with',
      labelNames: ['shard'],
    },
    ofShards(({ deadLetters }) => deadLetters),
  );
}
