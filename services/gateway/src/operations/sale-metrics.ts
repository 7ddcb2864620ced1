import type { Audit, Books } from '@onsale/contracts';
import { type Backlog, type Ledger, readBacklog, shardsOf } from '@onsale/ledger';
import { Gauge, type Registry } from '@onsale/service';
import { withinDeadline } from '../redis-deadline.ts';
import { shareResult } from './share-result.ts';

/** Several gauges of one scrape tell of one reading. */
const FRESH_MS = 1000;

/**
 * Shows the line of orders and the books, read when somebody asks for the metrics. While Redis is
 * away each tells what was read last. Every gateway tells the same: take the maximum, not the sum.
 * Returns how to tell what an audit has found.
 */
export function createSaleMetrics(
  registry: Registry,
  ledger: Ledger,
  readBooks: () => Promise<Books>,
): (audit: Audit) => void {
  const registers = [registry];
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
  registry.registerMetric(
    new Gauge({
      name: 'onsale_tickets',
      help: 'Tickets of all types together, by book',
      labelNames: ['book'],
      registers: [],
      async collect() {
        const books = await readBooks().catch(() => undefined);
        for (const book of ['capacity', 'remaining', 'held', 'sold'] as const) {
          const count = books?.tickets.reduce((sum, ticket) => sum + ticket[book], 0);
          if (count !== undefined) this.set({ book }, count);
        }
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'onsale_books_problems',
      help: 'Promises that the books break now; must be 0',
      registers: [],
      async collect() {
        const books = await readBooks().catch(() => undefined);
        if (books !== undefined) this.set(books.problems.length);
      },
    }),
  );
  const auditProblems = new Gauge({
    name: 'onsale_audit_problems',
    help: 'Broken promises that the last audit on this gateway found; must be 0',
    registers,
  });
  const auditTime = new Gauge({
    name: 'onsale_audit_timestamp_seconds',
    help: 'When the last audit on this gateway ended; 0 when there was none',
    registers,
  });
  return (audit) => {
    auditProblems.set(audit.problems.length);
    auditTime.set(Date.parse(audit.at) / 1000);
  };
}
