import type { Audit, Books } from '@onsale/contracts';
import { STOCK_BOOKS } from '@onsale/ledger';
import { Gauge, gauge, type Registry } from '@onsale/service';

/**
 * Exports the books, read on each scrape; while Redis is unreachable, the last values read. Returns
 * a function that records an audit's result.
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
      help: 'Tickets but those of rehearsals: capacity, remaining, held, sold',
      labelNames: ['book'],
    },
    async () => {
      const tickets = (await readBooks()).tickets.filter(({ rehearsal }) => rehearsal !== true);
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
    help: 'Broken promises found by the last audit; must be 0',
    registers,
  });
  const unknown = new Gauge({
    name: 'onsale_audit_unknown_orders',
    help: 'Orders in a state that only a newer version knows',
    registers,
  });
  const endedAt = new Gauge({
    name: 'onsale_audit_timestamp_seconds',
    help: 'Unix time at which the last audit ended',
    registers,
  });
  return (audit) => {
    problems.set(audit.problems.length);
    unknown.set(audit.orders.unknown);
    endedAt.set(Date.parse(audit.at) / 1000);
  };
}
