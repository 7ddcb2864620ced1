import { audit, type AuditReport } from '@onsale/ledger';
import { readDurability } from '@onsale/redis';
import type { Command } from '../command.ts';
import { table } from '../table.ts';

/** Verifies from the orders that nothing is oversold, lost or doubled. */
export const auditCommand: Command = {
  usage: 'audit [--json | --serve]',
  summary: 'reads every order and checks the books; lists problems and exits with 1',
  options: { json: { type: 'boolean' }, serve: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ openLedger, redis, signal, print, progress }, { options }) {
    const report = await audit(await openLedger(), {
      signal,
      onProgress: (orders) => progress(`${orders.toLocaleString('en')} orders read`),
    });
    const { faults, unknown } = await readDurability(redis);
    const durability = [...faults, ...unknown];
    if (options['json'] === true) print(JSON.stringify({ ...report, durability }, null, 2));
    else print([describe(report), ...durability].join('\n'));
    return report.problems.length === 0 && faults.length === 0 ? 0 : 1;
  },
};

function describe(report: AuditReport): string {
  const rows = [
    ...report.tickets.map((ticket) => ({ ...ticket, name: ticket.ticketId })),
    ...report.pools.map((pool) => ({ ...pool, name: `pool ${pool.poolId}`, soldInOrders: '' })),
  ];
  const books = table(
    ['ticket', 'capacity', 'sold', 'in orders', 'held', 'remaining'],
    rows.map((row) => [
      row.name,
      row.capacity,
      row.sold,
      row.soldInOrders,
      row.held,
      row.remaining,
    ]),
  );
  const counts = `${ordersOf(report)}; ${report.backlog} in the streams, ${report.deadLetters} dead letters`;
  const proof = report.exact
    ? 'Nothing changed during the audit: every number is exact.'
    : 'Orders changed during the audit: sold tickets were checked to within those changes.';
  const verdict =
    report.problems.length === 0
      ? 'Nothing is oversold, lost or doubled.'
      : ['BROKEN:', ...report.problems.map((problem) => `  ${problem}`)].join('\n');
  return [books, '', counts, proof, verdict].join('\n');
}

// Those that a plain sale has are always named, the others when there are any.
const ALWAYS_NAMED = new Set(['pending', 'confirmed', 'rejected']);

function ordersOf({ orders: { total, ...byStatus }, archivedOrders }: AuditReport): string {
  const named = Object.entries(byStatus).filter(([name, n]) => n > 0 || ALWAYS_NAMED.has(name));
  const archived = archivedOrders === 0 ? '' : `; ${archivedOrders} archived`;
  const orders = total === 1 ? 'order' : 'orders';
  return `${total} ${orders}: ${named.map(([name, n]) => `${n} ${name}`).join(', ')}${archived}`;
}
