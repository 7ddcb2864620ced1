import { RECONCILE_FINDINGS, type Reconciliation } from '@onsale/contracts';
import { orderHandle } from '@onsale/ledger';
import { Gauge, type Logger, type Registry } from '@onsale/service';

/** Findings logged one by one; the others are in what `admin payments reconcile` says. */
const MAX_LINES = 20;

/** Tells what the daily comparison has found, as metrics and in the log. */
export function createFindings(
  registry: Registry,
  logger: Logger,
): (report: Reconciliation) => void {
  const findings = new Gauge({
    name: 'onsale_payments_findings',
    help: 'What the last daily comparison with the provider found',
    labelNames: ['kind'],
    registers: [registry],
  });
  const comparedAt = new Gauge({
    name: 'onsale_payments_compared_timestamp_seconds',
    help: 'Unix time of this process’ last comparison',
    registers: [registry],
  });
  return (report) => {
    comparedAt.set(Math.floor(Date.now() / 1000));
    for (const kind of RECONCILE_FINDINGS) {
      findings.set({ kind }, report.findings.filter((each) => each.kind === kind).length);
    }
    const { checkedPayments, checkedOrders } = report;
    const level = report.findings.length === 0 ? 'info' : 'warn';
    const counts = { checkedPayments, checkedOrders, findings: report.findings.length };
    logger[level](counts, 'compared payments with the provider');
    for (const { kind, orderId, message } of report.findings.slice(0, MAX_LINES)) {
      logger.warn(
        orderId === undefined ? { kind } : { kind, order: orderHandle(orderId) },
        message,
      );
    }
  };
}
