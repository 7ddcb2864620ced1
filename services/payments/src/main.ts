import { DataGuard } from '@onsale/ledger';
import { announce, listen, openRedis, runService } from '@onsale/service';
import { buildApp } from './app.ts';
import { checkProvider, PaymentsConfig } from './config.ts';

await runService('payments', PaymentsConfig, async (context) => {
  const { config, logger, onClose } = context;
  checkProvider(config);
  const guard = new DataGuard({ ...context, shards: config.SHARDS, strict: config.STRICT_REDIS });
  let isReachable = (): boolean => false;
  const obstacles = () => [
    ...(isReachable() ? [] : ['Redis cannot be reached']),
    ...guard.obstacles(),
  ];
  const app = buildApp(config, context, { obstacles, warnings: () => guard.warnings() });
  await listen(app, config);
  onClose('HTTP', () => app.close());

  const redis = await openRedis(context);
  isReachable = () => redis.isReady();
  await guard.open(redis);
  onClose('guard', () => guard.close());
  announce(context, redis, () => 0);
  logger.info({ provider: config.PAYMENT_PROVIDER }, 'taking payments');
});
