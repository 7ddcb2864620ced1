import { ApiError } from '@onsale/contracts';
import { DataGuard } from '@onsale/ledger';
import { announce, listen, openRedis, runService } from '@onsale/service';
import { buildApp } from './app.ts';
import { checkProvider, PaymentsConfig } from './config.ts';
import { PaymentLoop } from './engine/payment-loop.ts';
import { openProvider } from './provider/open-provider.ts';
import { type Serving, servingOf } from './serving.ts';

await runService('payments', PaymentsConfig, async (context) => {
  const { config, logger, onClose } = context;
  checkProvider(config);
  const provider = openProvider(config);
  const guard = new DataGuard({ ...context, shards: config.SHARDS, strict: config.STRICT_REDIS });
  let isReachable = (): boolean => false;
  const obstacles = () => [
    ...(isReachable() ? [] : ['Redis cannot be reached']),
    ...guard.obstacles(),
  ];
  let opened: Serving | undefined;
  const serving = () => servingOf(opened, guard);
  const warnings = () => guard.warnings();
  const app = buildApp(config, { ...context, serving, obstacles, warnings });
  await listen(app, config);
  onClose('HTTP', () => app.close());

  const redis = await openRedis(context);
  isReachable = () => redis.isReady();
  const ledger = await guard.open(redis);
  onClose('guard', () => guard.close());
  announce(context, redis, () => 0);
  if (provider === undefined) {
    opened = { ledger, work: takesNone, soon: () => undefined };
    logger.info('nobody takes payments: PAYMENT_PROVIDER is none');
    return;
  }
  const work = {
    ...{ ledger, provider, publicUrl: config.PUBLIC_URL ?? '' },
    ...{ giveUpMs: config.PAYMENT_GIVE_UP_MS, replicas: config.WAIT_REPLICAS },
  };
  const loop = new PaymentLoop({ work, guard, logger });
  loop.start();
  onClose('payments', () => loop.stop());
  opened = { ledger, work: () => work, soon: (orderId) => loop.soon(orderId) };
  logger.info({ provider: provider.name }, 'taking payments');
});

function takesNone(): never {
  throw new ApiError('PAYMENTS_UNAVAILABLE', 'this shop takes no payments', { retryAfterS: 60 });
}
