import { join } from 'node:path';
import { listen, runService } from '@onsale/service';
import type { RedisConnection } from '@onsale/redis';
import { announceIfToldWhere, knowsRedis } from './announce.ts';
import { buildApp } from './app.ts';
import { GeneratorConfig } from './config.ts';
import { Crowds } from './crowd/crowds.ts';
import { Generator } from './generator.ts';
import { createLoadMetrics } from './load-metrics.ts';
import { ReportFolder } from './rehearsal/report-folder.ts';
import { Rehearsals } from './rehearsal/rehearsals.ts';
import { RunFolder } from './runs/run-folder.ts';
import { StatsStreams } from './stats-streams.ts';

await runService('workload-generator', GeneratorConfig, async (context) => {
  const { config, logger, registry, onClose } = context;
  if (config.TARGET_RPS > config.MAX_RPS) {
    throw new Error(`TARGET_RPS must be at most MAX_RPS, which is ${config.MAX_RPS}`);
  }
  const folder =
    config.RUNS_DIR === undefined ? undefined : await RunFolder.open(config.RUNS_DIR, logger);
  const generator = new Generator(config, folder);
  const reports = await ReportFolder.open(
    config.RUNS_DIR === undefined ? undefined : join(config.RUNS_DIR, 'rehearsals'),
    logger,
  );
  const crowds = new Crowds(config, () => generator.isBusy || rehearsals.isBusy);
  const rehearsals = new Rehearsals(config, reports, () => generator.isBusy || crowds.isBusy);
  generator.yieldTo(() => crowds.isBusy || rehearsals.isBusy);
  const streams = new StatsStreams(generator);
  createLoadMetrics(registry, generator);
  let redis: RedisConnection | undefined;
  const rehearsal = { isConfigured: knowsRedis(config), current: () => redis };
  const app = buildApp({ ...context, generator, crowds, rehearsals, streams, redis: rehearsal });
  await listen(app, config);
  onClose('HTTP', () => app.close());
  onClose('streams', async () => streams.close());
  onClose('the run', () => generator.close());
  onClose('the crowd', () => crowds.close());
  onClose('the rehearsal', () => rehearsals.close());
  void announceIfToldWhere(context, () => generator.sentTotal).then((opened) => (redis = opened));
  logger.info({ target: config.TARGET_API }, 'ready for a load');
});
