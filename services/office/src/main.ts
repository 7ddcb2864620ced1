import { openRecords, waitForSchema, withoutRows } from '@onsale/records';
import { listen, runService } from '@onsale/service';
import { buildApp } from './app.ts';
import { OfficeConfig } from './config.ts';

/** Whoever asks has given up long before. */
const SILENT_AT_MOST_MS = 10_000;

await runService('office', OfficeConfig, async (context) => {
  const { config, logger, onClose } = context;
  const records = openRecords({
    url: config.DATABASE_URL,
    name: 'onsale-office',
    silentAtMostMs: SILENT_AT_MOST_MS,
    onError: (error) =>
      logger.warn({ err: withoutRows(error) }, 'a connection to the records was lost'),
  });
  onClose('records', () => records.destroy());
  let isOpen = false;
  const obstacles = () => (isOpen ? [] : ['the records were not opened yet']);
  const app = buildApp(config, { ...context, records, obstacles });
  await listen(app, config);
  onClose('HTTP', () => app.close());
  await waitForSchema(records, context);
  isOpen = true;
  logger.info('the records are open');
});
