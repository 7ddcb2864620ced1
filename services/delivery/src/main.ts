import { ApiError } from '@onsale/contracts';
import { DataGuard, type Ledger } from '@onsale/ledger';
import { openJobs, openRecords, waitForSchema, withoutRows } from '@onsale/records';
import { announce, listen, openRedis, runService } from '@onsale/service';
import { buildApp, type DeliveryParts } from './app.ts';
import { DeliveryConfig } from './config.ts';
import { startMails } from './mail/start-mails.ts';

/** Whoever asks has given up long before. */
const SILENT_AT_MOST_MS = 10_000;
/** Buyers, and the queues. */
const CONNECTIONS = 8;

await runService('delivery', DeliveryConfig, async (context) => {
  const { config, logger, onClose } = context;
  const records = openRecords({
    url: config.DATABASE_URL,
    name: 'onsale-delivery',
    max: CONNECTIONS,
    silentAtMostMs: SILENT_AT_MOST_MS,
    onError: (error) =>
      logger.warn({ err: withoutRows(error) }, 'a connection to the records was lost'),
  });
  onClose('records', () => records.destroy());
  const guard = new DataGuard({ ...context, shards: config.SHARDS, strict: config.STRICT_REDIS });
  let opened: Ledger | undefined;
  let isOpen = false;
  const ledger = (): Ledger => {
    const { obstacle } = guard;
    if (obstacle !== undefined) {
      throw new ApiError(obstacle.code, obstacle.message, { retryAfterS: 5 });
    }
    if (opened === undefined) {
      throw new ApiError('REDIS_UNAVAILABLE', 'Redis cannot be reached', { retryAfterS: 5 });
    }
    return opened;
  };
  // Tickets come from Redis alone; what is mailed and told waits for the records.
  const warnings: (() => readonly string[])[] = [
    () => (isOpen ? [] : ['the records were not opened yet']),
    () => guard.warnings(),
  ];
  const parts: DeliveryParts = {
    ...{ ...context, config, records, ledger },
    obstacles: () => (opened === undefined ? ['Redis cannot be reached'] : guard.obstacles()),
    warnings: () => warnings.flatMap((read) => read()),
  };
  const app = buildApp(parts);
  await listen(app, config);
  onClose('HTTP', () => app.close());

  const redis = await openRedis(context);
  opened = await guard.open(redis);
  onClose('guard', () => guard.close());
  announce(context, redis, () => 0);
  await waitForSchema(records, context);
  const jobs = await openJobs(
    records,
    (error) => logger.warn({ err: withoutRows(error) }, 'the jobs cannot be reached'),
    { supervises: true },
  );
  onClose('jobs', () => jobs.stop({ graceful: false }));
  const mails = startMails(context, parts, jobs);
  warnings.push(() => mails.warnings());
  isOpen = true;
  logger.info('delivery is open');
});
