import { allShardsOf, createOrderLines, DataGuard } from '@onsale/ledger';
import { announce, listen, openRedis, openTracing, runService } from '@onsale/service';
import { buildApp } from './app.ts';
import { ClaimLoop } from './claim-loop.ts';
import { WorkerConfig } from './config.ts';
import { Consumer } from './consumer.ts';
import { HoldExpiry } from './hold-expiry.ts';
import { createHoldMetrics } from './hold-metrics.ts';
import { LeftEntries } from './left-entries.ts';
import { RetireLoop } from './retire-loop.ts';
import { Settler } from './settler.ts';
import { createSettlementMetrics } from './settlement-metrics.ts';

await runService('order-worker', WorkerConfig, async (context) => {
  const { config, logger, instance, registry, onClose } = context;
  const metrics = createSettlementMetrics(registry);
  const holdMetrics = createHoldMetrics(registry);
  const orderLines = createOrderLines(logger, config.LOG_ORDERS);
  const tracing = await openTracing(context);
  const guard = new DataGuard({
    ...context,
    shards: config.SHARDS,
    strict: config.STRICT_REDIS,
  });
  let isReachable = (): boolean => false;
  let consuming = false;
  const obstacles = () => [
    ...(isReachable() ? [] : ['Redis cannot be reached']),
    ...(consuming ? [] : ['the order stream is not read yet']),
    ...guard.obstacles(),
  ];
  const app = buildApp(context, { obstacles, warnings: () => guard.warnings() });
  await listen(app, config);
  onClose('HTTP', () => app.close());

  const redis = await openRedis(context);
  isReachable = () => redis.isReady();
  const ledger = await guard.open(redis);
  onClose('guard', () => guard.close());
  announce(context, redis, { work: () => metrics.settledTotal() });

  for (const shard of allShardsOf(ledger)) {
    const left = new LeftEntries(metrics, logger);
    const settler = new Settler({
      ledger,
      shard,
      left,
      config,
      metrics,
      logger,
      orderLines,
      tracing,
    });
    const reader = await openRedis(context, 'reader', redis);
    const parts = {
      ...{ guard, ledger, shard, settler, left, config, metrics, logger },
      consumer: instance,
    };
    const claimLoop = new ClaimLoop(parts);
    await claimLoop.start();
    onClose('claiming', () => claimLoop.stop());
    const holds = { guard, ledger, shard, logger, orderLines, metrics: holdMetrics };
    const holdExpiry = new HoldExpiry(holds);
    holdExpiry.start();
    onClose('hold expiry', () => holdExpiry.stop());
    const consumer = new Consumer({ ...parts, reader });
    await consumer.start();
    onClose('consuming', () => consumer.stop());
  }
  const retireLoop = new RetireLoop({ guard, ledger, config, logger, registry });
  retireLoop.start();
  onClose('retiring orders', () => retireLoop.stop());
  consuming = true;
  logger.info({ shards: config.SHARDS }, 'consuming');
});
