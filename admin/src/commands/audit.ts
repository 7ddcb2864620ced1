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
  const { orders } = report;
  const books = table(
    ['ticket', 'capacity', 'sold', 'in orders', 'held', 'remaining'],
    report.tickets.map((ticket) => [
      ticket.ticketId,
      ticket.capacity,
      ticket.sold,
      ticket.soldInOrders,
      ticket.held,
      ticket.remaining,
    ]),
  );
  const counts =
    `${orders.total} orders: ${orders.confirmed} confirmed, ${orders.rejected} rejected, ` +
    `${orders.pending} pending; ${report.backlog} in the streams, ${report.deadLetters} dead letters`;
  const proof = report.exact
    ? 'Nothing changed during the audit: every number is exact.'
    : 'Orders changed during the audit: sold tickets were checked to within those changes.';
  const verdict =
    report.problems.length === 0
      ? 'Nothing is oversold, lost or doubled.'
      : ['BROKEN:', ...report.problems.map((problem) => `  ${problem}`)].join('\n');
  return [books, '', counts, proof, verdict].join('\n');
}
