import { AdmissionKeys } from '@onsale/admission';
import { ClockWatch, DataGuard } from '@onsale/ledger';
import {
  announce,
  ClientAddresses,
  listen,
  openRedis,
  runService,
  splitList,
} from '@onsale/service';
import { buildApp } from './app.ts';
import { WaitingRoomConfig } from './config.ts';
import { createLineMetrics } from './line-metrics.ts';
import { Lines } from './lines/lines.ts';
import { Lots } from './lines/lots.ts';
import { ShopWatch } from './pace/shop-watch.ts';
import { createPlaceMetrics } from './places/place-metrics.ts';
import { PlaceQueues } from './places/place-queues.ts';
import type { Serving } from './serving.ts';

await runService('waiting-room', WaitingRoomConfig, async (context) => {
  const { config, logger, registry, onClose } = context;
  const keys = new AdmissionKeys(splitList(config.ADMISSION_KEYS));
  const clients = new ClientAddresses(config.TRUSTED_PROXIES);
  const guard = new DataGuard({ ...context, shards: config.SHARDS, strict: config.STRICT_REDIS });
  const metrics = createPlaceMetrics(registry);
  let serving: Serving | undefined;
  let lines: Lines | undefined;
  createLineMetrics(registry, () => lines);
  const app = buildApp(config, { ...context, guard, clients, keys }, () => serving);
  await listen(app, config);

  const redis = await openRedis(context);
  // The lines go on working while people join and ask, however many there are.
  const working = await openRedis(context, 'lines', redis);
  // WAIT blocks its connection while a replica lags, so what waits uses one of its own.
  const replicas = config.WAIT_REPLICAS;
  const joining = replicas > 0 ? await openRedis(context, 'joining', redis) : redis;
  const ledger = await guard.open(redis);
  onClose('guard', () => guard.close());
  const clock = new ClockWatch(redis);
  await clock.open();
  onClose('clock', () => clock.close());
  const atWork = { ...ledger, redis: working };
  const shops = new ShopWatch(atWork, working);
  lines = new Lines({ ledger: atWork, shops, logger }, guard);
  const opened = lines;
  await opened.open();
  onClose('lines', () => opened.close());
  const queues = new PlaceQueues(ledger, { joining, replicas, metrics });
  const isReachable = () => redis.isReady();
  serving = { ledger, lines: opened, lots: new Lots(ledger), queues, clock, isReachable };
  announce(context, redis, { work: () => queues.doneTotal });
  // Closed first: no request may arrive once what it needs is closed.
  onClose('HTTP', () => app.close());
});
