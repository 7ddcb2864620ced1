import type { Audit, Books } from '@onsale/contracts';
import { STOCK_BOOKS } from '@onsale/ledger';
import { Gauge, type Registry } from '@onsale/service';

/**
 * Shows the books, read when somebody asks for the metrics; while Redis is away, as they were read last.
 * Returns how to tell what an audit has found.
 */
export function createAuditMetrics(
  registry: Registry,
  readBooks: () => Promise<Books>,
): (audit: Audit) => void {
  const registers = [registry];
  registry.registerMetric(
    new Gauge({
      name: 'onsale_tickets',
      help: 'Tickets of all types together, by book',
      labelNames: ['book'],
      registers: [],
      async collect() {
        const books = await readBooks().catch(() => undefined);
        if (books === undefined) return;
        for (const book of STOCK_BOOKS) {
          this.set(
            { book },
            books.tickets.reduce((sum, ticket) => sum + ticket[book], 0),
          );
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
  const problems = new Gauge({
    name: 'onsale_audit_problems',
    help: 'Broken promises that the last audit found; must be 0',
    registers,
  });
  const unknown = new Gauge({
    name: 'onsale_audit_unknown_orders',
    help: 'Orders that the last audit found in a state that only a newer version knows',
    registers,
  });
  const endedAt = new Gauge({
    name: 'onsale_audit_timestamp_seconds',
    help: 'When the last audit ended; 0 when there was none',
    registers,
  });
  return (audit) => {
    problems.set(audit.problems.length);
    unknown.set(audit.orders.unknown);
    endedAt.set(Date.parse(audit.at) / 1000);
  };
}
