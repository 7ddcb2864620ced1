import { readFile } from 'node:fs/promises';
import {
  applyCatalog,
  ensureWorkerGroup,
  openLedger,
  parseCatalog,
  shardsOf,
} from '@onsale/ledger';
import {
  connectRedis,
  createRegistry,
  runService,
  startHeartbeat,
  listen,
} from '@onsale/service-runtime';
import { buildApp } from './app.ts';
import { GatewayConfig } from './config.ts';
import { OrderFollowers } from './order-followers.ts';
import { OrderPlacer } from './order-placer.ts';
import { Showcase } from './showcase.ts';

await runService('gateway', GatewayConfig, async (context) => {
  const { config, logger, instance, onClose } = context;
  // A catalog that can't be used must stop the process before anything else is tried.
  const catalog = parseCatalog(await readFile(config.CATALOG_FILE, 'utf8'), config.CATALOG_FILE);

  const showcase = new Showcase(logger);
  const placer = new OrderPlacer(config);
  const followers = new OrderFollowers(logger);
  const registry = createRegistry('gateway');
  const app = buildApp(config, { ...context, showcase, placer, followers, registry });
  await listen(app, config);

  // From here the process answers, and says that it is not ready until Redis and the stock are.
  const redis = await connectRedis(config, { ...context, name: `gateway/${instance}` });
  onClose('Redis', () => redis.close());
  const subscriber = await redis.another(`gateway-sub/${instance}`);
  onClose('Redis subscriber', () => subscriber.close());
  const ledger = await openLedger(redis, config.SHARDS, { mustExist: config.REQUIRE_DATA });
  const applied = await applyCatalog(ledger, catalog);
  logger.info({ ...applied, catalog: catalog.version }, 'catalog applied');

  // Also here, so that workers may start from zero: what waits is counted from the first order on.
  for (const shard of shardsOf(ledger)) await ensureWorkerGroup(redis, shard);

  placer.open(ledger, redis);
  onClose('placing', () => placer.close());
  followers.open(ledger, subscriber);
  await showcase.open(ledger);
  onClose('showcase', () => showcase.close());
  const heartbeat = startHeartbeat({
    redis,
    service: 'gateway',
    instance,
    work: () => placer.placedTotal,
    logger,
  });
  onClose('heartbeat', () => heartbeat.stop());
  // Closed last to first: the streams end, then no request may come in once the parts behind close.
  onClose('HTTP', () => app.close());
  onClose('followers', () => followers.close());
});
