import { readFile } from 'node:fs/promises';
import { createOrderLines, DataGuard } from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { announce, openRedis, openTracing, runService } from '@onsale/service';
import { buildApp } from './app.ts';
import { GatewayConfig } from './config.ts';
import { gatewayPort } from './gateway-port.ts';
import { createOperations } from './operations/operations.ts';
import { OrderFollowers } from './orders/order-followers.ts';
import { OrderPlacer } from './orders/order-placer.ts';
import { setUpStock } from './set-up-stock.ts';
import { Showcase } from './browse/showcase.ts';

await runService('gateway', GatewayConfig, async (context) => {
  const { config, logger, registry, onClose } = context;
  // A catalog that can't be used must stop the process before anything else is tried.
  const catalog = parseCatalog(await readFile(config.CATALOG_FILE, 'utf8'), config.CATALOG_FILE);

  const guard = new DataGuard({
    ...context,
    shards: config.SHARDS,
    strict: config.STRICT_REDIS,
  });
  const showcase = new Showcase(logger, guard);
  const placer = new OrderPlacer(config, registry, guard);
  const followers = new OrderFollowers(logger, registry);
  const operations = createOperations(registry, () => placer.ledger());
  const orderLines = createOrderLines(logger, config.LOG_ORDERS);
  const tracing = await openTracing(context);
  const parts = { guard, showcase, placer, followers, operations, orderLines, tracing };
  const app = buildApp(config, { ...context, ...parts });
  const port = gatewayPort(app, config, context.signal);
  await port.started();

  // From here a process with a port of its own answers, and says that it is not ready until Redis
  // and the stock are.
  const redis = await openRedis(context);
  const subscriber = await openRedis(context, 'subscriber', redis);
  // WAIT blocks its connection while a replica lags: reads go on beside it.
  const placing = config.WAIT_REPLICAS > 0 ? await openRedis(context, 'placing', redis) : undefined;
  const ledger = await guard.open(redis);
  onClose('guard', () => guard.close());
  await setUpStock(context, ledger, catalog);

  placer.open(ledger, redis, placing);
  onClose('placing', () => placer.close());
  followers.open(ledger, subscriber);
  await showcase.open(ledger);
  onClose('showcase', () => showcase.close());
  await port.ready();
  announce(context, redis, () => placer.placedTotal);
  // Closed last to first: the streams end, then no request may come in once the parts behind close.
  onClose('HTTP', () => app.close());
  onClose('followers', () => followers.close());
  onClose('operations', async () => operations.close());
});
