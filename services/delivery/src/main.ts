import { ApiError } from '@onsale/contracts';
import { DataGuard, type Ledger } from '@onsale/ledger';
import { openJobs, openRecords, superviseJobs, waitForSchema, withoutRows } from '@onsale/records';
import type { RedisConnection } from '@onsale/redis';
import { announce, listen, openRedis, requireData, runService } from '@onsale/service';
import { TicketKeys } from '@onsale/ticket-codes';
import type { PgBoss } from 'pg-boss';
import { buildApp, type DeliveryParts } from './app.ts';
import { DeliveryConfig } from './config.ts';
import { recordsUnavailable } from './during-outages.ts';
import { PdfPool } from './documents/pdf-pool.ts';
import { startMails } from './mail/start-mails.ts';
import { createPlanMetrics } from './plan/plan-metrics.ts';
import { Planner } from './plan/planner.ts';
import { OrderReader } from './tickets/order-reader.ts';
import { KeyPublisher } from './tickets/publish-keys.ts';
import { startWebhooks } from './webhooks/start-webhooks.ts';

/** Whoever asks has given up long before. */
const SILENT_AT_MOST_MS = 10_000;
/** Buyers, and the queues. */
const CONNECTIONS = 8;

await runService('delivery', DeliveryConfig, async (context) => {
  const { config, logger, onClose } = context;
  const onError = (error: Error) =>
    logger.warn({ err: withoutRows(error) }, 'a connection to the records was lost');
  const records = openRecords({
    url: config.DATABASE_URL,
    name: 'onsale-delivery',
    max: CONNECTIONS,
    silentAtMostMs: SILENT_AT_MOST_MS,
    onError,
  });
  onClose('records', () => records.destroy());
  const guard = new DataGuard({ ...context, shards: config.SHARDS, strict: config.STRICT_REDIS });
  let opened: { ledger: Ledger; redis: RedisConnection; telling: RedisConnection } | undefined;
  let queues: PgBoss | undefined;
  const jobs = (): PgBoss => {
    if (queues === undefined) throw recordsUnavailable();
    return queues;
  };
  const stores = () => {
    requireData(guard);
    if (opened !== undefined) return opened;
    throw new ApiError('REDIS_UNAVAILABLE', 'Redis cannot be reached', { retryAfterS: 5 });
  };
  const ledger = () => stores().ledger;
  const telling = () => stores().telling;
  const keys = new TicketKeys({
    file: config.TICKET_KEYS_FILE,
    onChange: () => {
      logger.info({ keys: keys.published.map(({ keyId }) => keyId) }, 'read the keys of tickets');
      void publisher.publish();
    },
    onError: (error) => logger.error({ err: error }, 'the keys of tickets cannot be read'),
  });
  const publisher = new KeyPublisher({ keys, records, logger });
  await keys.start();
  onClose('keys', async () => {
    keys.stop();
    publisher.close();
  });
  const pdfs = new PdfPool(context);
  onClose('PDFs', () => pdfs.close());
  // Tickets come from Redis alone; what is mailed and told waits for the records.
  const warnings: (() => readonly string[])[] = [
    () => (queues === undefined ? ['the records were not opened yet'] : []),
    () => guard.warnings(),
  ];
  const parts: DeliveryParts = {
    ...{ ...context, config, records, jobs, ledger, keys, pdfs, redis: () => stores().redis },
    orders: new OrderReader({ ledger, telling, replicas: config.WAIT_REPLICAS }),
    obstacles: () => [
      ...(opened === undefined ? ['Redis cannot be reached'] : guard.obstacles()),
      ...(keys.signing === undefined ? ['there is no key to sign tickets with'] : []),
    ],
    warnings: () => warnings.flatMap((read) => read()),
  };
  const app = buildApp(parts);
  await listen(app, config);
  onClose('HTTP', () => app.close());

  const redis = await openRedis(context);
  // WAIT blocks its connection while a replica lags.
  const waits = config.WAIT_REPLICAS > 0;
  const own = waits ? await openRedis(context, 'telling', redis) : redis;
  opened = { ledger: await guard.open(redis), redis, telling: own };
  onClose('guard', () => guard.close());
  announce(context, redis, { work: () => 0 });
  await waitForSchema(records, context);
  await publisher.open();
  queues = await openJobs(records, onError);
  const supervisor = await superviseJobs(records, {
    url: config.DATABASE_URL,
    name: 'onsale-delivery-queues',
    onError,
  });
  onClose('supervisor', () => supervisor.stop({ graceful: false }));
  onClose('jobs', () => jobs().stop({ graceful: false }));
  const planner = new Planner({ db: records, jobs: queues, ledger, logger });
  createPlanMetrics(context.registry, records);
  planner.start();
  onClose('planner', () => planner.stop());
  const mails = startMails(context, parts, queues);
  warnings.push(() => mails.warnings());
  startWebhooks(context, { records, jobs: queues });
  logger.info('delivery is open');
});
