import { readFile } from 'node:fs/promises';
import { ClockWatch, createOrderLines, DataGuard } from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import {
  announce,
  ClientAddresses,
  openArchivedOrders,
  openRedis,
  openTracing,
  runService,
} from '@onsale/service';
import { buildApp, type Serving } from './app.ts';
import { Admissions } from './admission/admissions.ts';
import { CatalogView } from './browse/catalog-view.ts';
import { checkAddresses, GatewayConfig, knowsAddresses, scaleTargets } from './config.ts';
import { gatewayPort } from './gateway-port.ts';
import { CustomerTags } from './customers/customer-tags.ts';
import { createOperations } from './operations/operations.ts';
import { OrderFollowers } from './orders/order-followers.ts';
import { addressLimits } from './clients/address-limits.ts';
import { OrderPlacer } from './orders/order-placer.ts';
import { OrderReader } from './orders/order-reader.ts';
import { LineWatch } from './place-in-line/line-watch.ts';
import { setUpStock } from './set-up-stock.ts';

const UNLIMITED_CODES =
  'wrong codes are not limited, because a reverse proxy may be in front: set TRUSTED_PROXIES to the addresses of the ' +
  'proxies, or to none when there is no proxy';

await runService('gateway', GatewayConfig, async (context) => {
  const { config, logger, registry, onClose } = context;
  checkAddresses(config);
  if (config.RATE_LIMIT_WRONG_CODES > 0 && !knowsAddresses(config)) logger.warn(UNLIMITED_CODES);
  const archived = openArchivedOrders(context);
  // An invalid catalog must stop the process before anything else.
  const text = await readFile(config.CATALOG_FILE, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`CATALOG_FILE can't be read: ${error.message}`, { cause: error });
  });
  const catalog = parseCatalog(text, config.CATALOG_FILE);

  const guard = new DataGuard({
    ...context,
    shards: config.SHARDS,
    strict: config.STRICT_REDIS,
  });
  const clients = new ClientAddresses(config.TRUSTED_PROXIES);
  const orderLines = createOrderLines(logger, config.LOG_ORDERS);
  const tracing = await openTracing(context);
  let serving: Serving | undefined;
  const app = buildApp(config, { ...context, guard, clients, orderLines, tracing }, () => serving);
  const port = gatewayPort(app, config, context.signal);
  await port.started();

  // From here on a process with its own port responds, as not ready until Redis and the stock are
  // available.
  const redis = await openRedis(context);
  const subscriber = await openRedis(context, 'subscriber', redis);
  // WAIT blocks its connection while a replica lags, so what waits uses one of its own.
  const waits = config.WAIT_REPLICAS > 0;
  const placing = waits ? await openRedis(context, 'placing', redis) : redis;
  const telling = waits ? await openRedis(context, 'telling', redis) : redis;
  const ledger = await guard.open(redis);
  onClose('guard', () => guard.close());
  await setUpStock(context, ledger, catalog);

  const { orderLimit, codeLimit } = addressLimits(redis, clients, config);
  const placer = new OrderPlacer(ledger, placing, { config, registry });
  const reader = new OrderReader(ledger, telling, { replicas: config.WAIT_REPLICAS, archived });
  const line = new LineWatch(ledger, logger);
  await line.open();
  onClose('line', () => line.close());
  const followers = new OrderFollowers(ledger, subscriber, { logger, registry, clients, line });
  const tags = new CustomerTags(config.CUSTOMER_KEY, clients);
  const admissions = new Admissions(config.ADMISSION_KEYS);
  const operations = createOperations(ledger, registry, scaleTargets(config));
  const catalogView = new CatalogView(ledger, { guard, logger });
  await catalogView.open();
  onClose('catalogView', () => catalogView.close());
  const clock = new ClockWatch(redis);
  await clock.open();
  onClose('clock', () => clock.close());
  serving = {
    clock,
    sale: {
      ledger,
      catalogView,
      tags,
      admissions,
      placer,
      reader,
      line,
      followers,
      orderLimit,
      codeLimit,
    },
    operations,
  };
  await port.ready();
  announce(context, redis, { work: () => placer.placedTotal });
  // Closed in reverse order: the streams end first, and no request may arrive once the parts below
  // are closed.
  onClose('HTTP', () => app.close());
  onClose('followers', () => followers.close());
  onClose('operations', async () => operations.close());
});
