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
  const eachShard = async (tell: (labels: { shard: number }, backlog: Backlog) => void) => {
    const backlogs = await readBacklogs().catch(() => []);
    for (const [shard, backlog] of backlogs.entries()) tell({ shard }, backlog);
  };
  registry.registerMetric(
    new Gauge({
      name: 'onsale_stream_orders',
      help: 'Orders in the stream: waiting or in work',
      labelNames: ['shard'],
      registers: [],
      async collect() {
        await eachShard((labels, { waiting }) => this.set(labels, waiting));
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'onsale_stream_pending_orders',
      help: 'Orders in the stream that a worker has taken and not settled yet',
      labelNames: ['shard'],
      registers: [],
      async collect() {
        await eachShard((labels, { pending }) => this.set(labels, pending));
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'onsale_stream_oldest_order_seconds',
      help: 'How long the oldest order in the stream has waited; 0 when none waits',
      labelNames: ['shard'],
      registers: [],
      async collect() {
        await eachShard((labels, { oldestMs = 0 }) => this.set(labels, oldestMs / 1000));
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'onsale_dead_letter_entries',
      help: 'Entries in the dead letters that nobody has dealt with',
      labelNames: ['shard'],
      registers: [],
      async collect() {
        await eachShard((labels, { deadLetters }) => this.set(labels, deadLetters));
      },
    }),
  );
}
