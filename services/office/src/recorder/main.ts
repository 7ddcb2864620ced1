import { openJobs, openRecords, waitForSchema, withoutRows } from '@onsale/records';
import { announce, listen, openRedis, runService } from '@onsale/service';
import { buildApp } from './app.ts';
import { RecorderConfig } from './config.ts';
import { lowerPriority } from './lower-priority.ts';
import { createRecorderMetrics } from './recorder-metrics.ts';
import { Recorder } from './recorder.ts';

/** One for the turns, one for the queues of jobs and for looks from outside a turn. */
const CONNECTIONS = 2;
/** No statement of a turn takes so long, also where the disk is slow. */
const SILENT_AT_MOST_MS = 60_000;

await runService('recorder', RecorderConfig, async (context) => {
  const { config, logger, registry, onClose } = context;
  lowerPriority();
  const onError = (error: Error) =>
    logger.warn({ err: withoutRows(error) }, 'a connection to the records broke');
  const db = openRecords({
    ...{ url: config.DATABASE_URL, name: 'onsale-recorder', max: CONNECTIONS, onError },
    silentAtMostMs: SILENT_AT_MOST_MS,
  });
  onClose('records', () => db.destroy());
  let recorder: Recorder | undefined;
  const app = buildApp(context, {
    obstacles: () => recorder?.obstacles() ?? ['the recorder waits for Redis and PostgreSQL'],
    warnings: () => recorder?.warnings() ?? [],
  });
  await listen(app, config);
  onClose('HTTP', () => app.close());

  const redis = await openRedis(context);
  await waitForSchema(db, context);
  const jobs = await openJobs(db, onError);
  onClose('jobs', () => jobs.stop({ graceful: false }));
  const reader = await openRedis(context, 'reader', redis);
  const metrics = createRecorderMetrics(registry, redis);
  announce(context, redis, { work: () => metrics.recordedTotal() });
  recorder = new Recorder({
    ...{ db, jobs, logger, metrics, redis: reader, replicas: config.WAIT_REPLICAS },
  });
  recorder.start();
  onClose('recording', () => recorder?.stop() ?? Promise.resolve());
  logger.info('recording');
});
