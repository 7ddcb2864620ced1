import { ApiError } from '@onsale/contracts';
import { DataGuard, type Ledger } from '@onsale/ledger';
import { openJobs, openRecords, waitForSchema, withoutRows } from '@onsale/records';
import { announce, listen, openRedis, runService } from '@onsale/service';
import type { PgBoss } from 'pg-boss';
import { buildApp } from './app.ts';
import { DeliveryConfig } from './config.ts';
import { recordsUnavailable } from './during-outages.ts';
import { Planner } from './plan/planner.ts';

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
  let opened: Ledger | undefined;
  let queues: PgBoss | undefined;
  const jobs = (): PgBoss => {
    if (queues === undefined) throw recordsUnavailable();
    return queues;
  };
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
  const app = buildApp({
    ...{ ...context, config, records, jobs, ledger },
    obstacles: () => (opened === undefined ? ['Redis cannot be reached'] : guard.obstacles()),
    warnings: () => [
      ...(queues === undefined ? ['the records were not opened yet'] : []),
      ...guard.warnings(),
    ],
  });
  await listen(app, config);
  onClose('HTTP', () => app.close());

  const redis = await openRedis(context);
  opened = await guard.open(redis);
  onClose('guard', () => guard.close());
  announce(context, redis, () => 0);
  await waitForSchema(records, context);
  queues = await openJobs(records, onError);
  onClose('jobs', () => jobs().stop({ graceful: false }));
  const planner = new Planner({ db: records, jobs: queues, ledger, logger });
  planner.start();
  onClose('planner', () => planner.stop());
  logger.info('delivery is open');
});
