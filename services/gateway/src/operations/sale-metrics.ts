import { type Backlog, type Ledger, readBacklog, shardsOf } from '@onsale/ledger';
import { Gauge, type Registry, shareResult } from '@onsale/service';
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
  const gauge = (name: string, help: string, read: (backlog: Backlog) => number) => {
    registry.registerMetric(
      new Gauge({
        ...{ name, help, labelNames: ['shard'], registers: [] },
        async collect() {
          const backlogs = await readBacklogs().catch(() => []);
          for (const [shard, backlog] of backlogs.entries()) this.set({ shard }, read(backlog));
        },
      }),
    );
  };
  gauge(
    'onsale_stream_orders',
    'Orders in the stream: waiting or in work',
    ({ waiting }) => waiting,
  );
  gauge(
    'onsale_stream_pending_orders',
    'Orders in the stream that a worker has taken and not settled yet',
    ({ pending }) => pending,
  );
  gauge(
    'onsale_stream_oldest_order_seconds',
    'How long the oldest order in the stream has waited; 0 when none waits',
    ({ oldestMs = 0 }) => oldestMs / 1000,
  );
  gauge(
    'onsale_dead_letter_entries',
    'Entries in the dead letters that nobody has dealt with',
    ({ deadLetters }) => deadLetters,
  );
}
