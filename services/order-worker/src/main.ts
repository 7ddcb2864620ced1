import { openLedger, shardsOf } from '@onsale/ledger';
import {
  connectRedis,
  createRegistry,
  runService,
  startHeartbeat,
  listen,
} from '@onsale/service-runtime';
import { buildApp } from './app.ts';
import { ClaimLoop } from './claim-loop.ts';
import { WorkerConfig } from './config.ts';
import { Consumer } from './consumer.ts';
import { Settler } from './settler.ts';
import { createSettlementMetrics } from './settlement-metrics.ts';

await runService('order-worker', WorkerConfig, async (context) => {
  const { config, logger, instance, onClose } = context;
  const registry = createRegistry('order-worker');
  const metrics = createSettlementMetrics(registry);
  let isReachable = (): boolean => false;
  let consuming = false;
  const consumers: Consumer[] = [];
  const app = buildApp({
    logger,
    registry,
    readiness: () => [
      ...(context.isDraining() ? ['draining'] : []),
      ...(isReachable() ? [] : ['Redis cannot be reached']),
      ...(consuming ? [] : ['the order stream is not read yet']),
      ...new Set(consumers.flatMap((consumer) => consumer.obstacles())),
    ],
  });
  await listen(app, config);
  onClose('HTTP', () => app.close());

  const redis = await connectRedis(config, { ...context, name: `worker/${instance}` });
  onClose('Redis', () => redis.close());
  isReachable = () => redis.isReady();
  const ledger = await openLedger(redis, config.SHARDS, { mustExist: config.REQUIRE_DATA });
  const heartbeat = startHeartbeat({
    redis,
    service: 'order-worker',
    instance,
    work: () => metrics.settledTotal(),
    logger,
  });
  onClose('heartbeat', () => heartbeat.stop());

  for (const shard of shardsOf(ledger)) {
    const settler = new Settler({ ledger, shard, config, metrics, logger });
    // A blocking read stalls its connection, so every reader has its own.
    const reader = await redis.another(`reader/${instance}`);
    onClose('reader', () => reader.close());
    const parts = { ledger, shard, settler, config, metrics, logger, consumer: instance };
    const claimLoop = new ClaimLoop(parts);
    await claimLoop.start();
    onClose('claiming', () => claimLoop.stop());
    const consumer = new Consumer({ ...parts, reader });
    await consumer.start();
    consumers.push(consumer);
    onClose('consuming', () => consumer.stop());
  }
  consuming = true;
  logger.info({ shards: config.SHARDS }, 'consuming');
});
