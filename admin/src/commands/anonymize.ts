import { anonymizeOldOrders } from '@onsale/ledger';
import { type Command, UsageError } from '../command.ts';

const DAY_MS = 86_400_000;

/** Removes customers from old orders; for a daily job. */
export const ordersAnonymizeCommand: Command = {
  usage: 'orders anonymize [--days N]',
  summary: 'removes name, e-mail and payment from settled orders older than ORDER_RETENTION_DAYS',
  options: { days: { type: 'string' } },
  words: { least: 0, most: 0 },
  async run({ openLedger, retentionDays, signal, print, progress }, { options }) {
    const days = options['days'] === undefined ? retentionDays : Number(options['days']);
    if (days === undefined) {
      throw new UsageError(
        'set how long orders keep their customer: --days or ORDER_RETENTION_DAYS',
      );
    }
    if (!Number.isInteger(days) || days < 1) {
      throw new UsageError(`--days must be a whole number of days, not ${String(options['days'])}`);
    }
    let orders = 0;
    for await (const done of anonymizeOldOrders(await openLedger(), Date.now() - days * DAY_MS)) {
      signal.throwIfAborted();
      orders = done;
      progress(`${orders.toLocaleString('en')} orders anonymized`);
    }
    print(`${orders} orders older than ${days} days were anonymized`);
    return 0;
  },
};
