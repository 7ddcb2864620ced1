import { ApiError } from '@onsale/contracts';
import { DataGuard } from '@onsale/ledger';
import { announce, listen, type Logger, openRedis, runService } from '@onsale/service';
import { buildApp } from './app.ts';
import { checkProvider, PaymentsConfig } from './config.ts';
import { PaymentLoop } from './engine/payment-loop.ts';
import {
  createPaymentMetrics,
  type PaymentMetrics,
  registerDueMetrics,
} from './payment-metrics.ts';
import { openProvider } from './provider/open-provider.ts';
import { type PacedProvider, paceProvider } from './provider/paced-provider.ts';
import { type Serving, servingOf } from './serving.ts';

await runService('payments', PaymentsConfig, async (context) => {
  const { config, logger, registry, onClose } = context;
  checkProvider(config);
  const metrics = createPaymentMetrics(registry);
  const provider = pacedProvider(config, { metrics, logger });
  const guard = new DataGuard({ ...context, shards: config.SHARDS, strict: config.STRICT_REDIS });
  let isReachable = (): boolean => false;
  const obstacles = () => [
    ...(isReachable() ? [] : ['Redis cannot be reached']),
    ...guard.obstacles(),
  ];
  let opened: Serving | undefined;
  const serving = () => servingOf(opened, guard);
  const warnings = () => [...guard.warnings(), ...[provider?.trouble() ?? []].flat()];
  const app = buildApp(config, { ...context, serving, obstacles, warnings, metrics });
  await listen(app, config);
  onClose('HTTP', () => app.close());

  const redis = await openRedis(context);
  isReachable = () => redis.isReady();
  const ledger = await guard.open(redis);
  onClose('guard', () => guard.close());
  announce(context, redis, () => 0);
  registerDueMetrics(registry, () => ledger);
  if (provider === undefined) {
    opened = { ledger, work: takesNone, soon: () => undefined };
    logger.info('nobody takes payments: PAYMENT_PROVIDER is none');
    return;
  }
  const work = {
    ...{ ledger, provider, publicUrl: config.PUBLIC_URL ?? '' },
    ...{ giveUpMs: config.PAYMENT_GIVE_UP_MS, replicas: config.WAIT_REPLICAS },
    changed: metrics.changed,
  };
  const loop = new PaymentLoop({ work, guard, logger });
  loop.start();
  onClose('payments', () => loop.stop());
  opened = { ledger, work: () => work, soon: (orderId) => loop.soon(orderId) };
  logger.info({ provider: provider.name }, 'taking payments');
});

function pacedProvider(
  config: PaymentsConfig,
  parts: { metrics: PaymentMetrics; logger: Logger },
): PacedProvider | undefined {
  const provider = openProvider(config);
  const callsPerS = config.PAYMENT_CALLS_PER_S;
  return provider && paceProvider(provider, { callsPerS, ...parts });
}

function takesNone(): never {
  throw new ApiError('PAYMENTS_UNAVAILABLE', 'this shop takes no payments', { retryAfterS: 60 });
}
