import type { Audit, Books } from '@onsale/contracts';
import { STOCK_BOOKS } from '@onsale/ledger';
import { Gauge, gauge, type Registry } from '@onsale/service';

/**
 * Shows the books, read when somebody asks for the metrics; while Redis is away, as they were read last.
 * Returns how to tell what an audit has found.
 */
export function createAuditMetrics(
  registry: Registry,
  readBooks: () => Promise<Books>,
): (audit: Audit) => void {
  const registers = [registry];
  gauge(
    registry,
    {
      name: 'onsale_tickets',
      help: 'Tickets of all types together, by book',
      labelNames: ['book'],
    },
    async () => {
      const { tickets } = await readBooks();
      return STOCK_BOOKS.map((book) => {
        const sum = tickets.reduce((count, ticket) => count + ticket[book], 0);
        return [{ book }, sum] as const;
      });
    },
  );
  gauge(
    registry,
    { name: 'onsale_books_problems', help: 'Promises that the books break now; must be 0' },
    async () => (await readBooks()).problems.length,
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
