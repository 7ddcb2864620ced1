import { AdmissionKeys } from '@onsale/admission';
import { DataGuard } from '@onsale/ledger';
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
import type { Serving } from './serving.ts';

await runService('waiting-room', WaitingRoomConfig, async (context) => {
  const { config, onClose } = context;
  const keys = new AdmissionKeys(splitList(config.ADMISSION_KEYS));
  const clients = new ClientAddresses(config.TRUSTED_PROXIES);
  const guard = new DataGuard({ ...context, shards: config.SHARDS, strict: config.STRICT_REDIS });
  let serving: Serving | undefined;
  const app = buildApp(config, { ...context, guard, clients, keys }, () => serving);
  await listen(app, config);
  onClose('HTTP', () => app.close());

  const redis = await openRedis(context);
  const ledger = await guard.open(redis);
  onClose('guard', () => guard.close());
  serving = { ledger, isReachable: () => redis.isReady() };
  announce(context, redis, () => 0);
});
