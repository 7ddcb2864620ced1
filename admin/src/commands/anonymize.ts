import { anonymizeOldOrders, DAY_MS } from '@onsale/ledger';
import { type ConnectingCommand, UsageError } from '../command.ts';
import { rewriteAllFiles } from '../person/rewrite-all-files.ts';
import { withStores } from '../person/with-stores.ts';

/** Removes customers from old orders; for a daily job. */
export const ordersAnonymizeCommand: ConnectingCommand = {
  usage: 'orders anonymize [--days N]',
  summary:
    'removes name, e-mail and payment from settled orders older than ORDER_RETENTION_DAYS, in Redis and ' +
    'its files and in PostgreSQL',
  options: { days: { type: 'string' } },
  words: { least: 0, most: 0 },
  connects: true,
  async run({ config, signal, print, warn, progress }, { options }) {
    const text = options['days'];
    const days = text === undefined ? config.ORDER_RETENTION_DAYS : Number(text);
    if (days === undefined) {
      throw new UsageError(
        'set how long orders keep their customer: --days or ORDER_RETENTION_DAYS',
      );
    }
    if (!Number.isInteger(days) || days < 1) {
      throw new UsageError(`--days must be a whole number of days, not ${String(text)}`);
    }
    const beforeMs = Date.now() - days * DAY_MS;
    return await withStores(config, async ({ redis, ledger, db }) => {
      const count = async (pages: AsyncGenerator<number>, what: string) => {
        let orders = 0;
        for await (const done of pages) {
          signal.throwIfAborted();
          orders = done;
          progress(`${orders.toLocaleString('en')} ${what} anonymized`);
        }
        return orders;
      };
      const orders = await count(anonymizeOldOrders(ledger, beforeMs), 'orders');
      print(`${orders} orders older than ${days} days were anonymized`);
      if (db !== undefined) {
        const { anonymizeOldRecords, vacuumRecords } = await import('@onsale/records');
        const records = anonymizeOldRecords(db, ledger, new Date(beforeMs));
        const recorded = await count(records, 'records');
        print(`${recorded} records of such orders were anonymized`);
        if (recorded > 0) await vacuumRecords(db);
      }
      // What was overwritten, perhaps by a run that was cut off, stays in the files of Redis until then.
      const { problems } = await rewriteAllFiles(redis, config, { words: new Set(), signal });
      for (const problem of problems) warn(problem);
      return problems.length === 0 ? 0 : 1;
    });
  },
};
