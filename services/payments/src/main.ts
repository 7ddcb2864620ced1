import { ApiError } from '@onsale/contracts';
import { DataGuard } from '@onsale/ledger';
import { announce, listen, openArchivedOrders, openRedis, runService } from '@onsale/service';
import { buildApp } from './app.ts';
import { checkProvider, PaymentsConfig } from './config.ts';
import { createPaymentMetrics, registerDueMetrics } from './payment-metrics.ts';
import { openProvider } from './provider/open-provider.ts';
import { paceProvider } from './provider/paced-provider.ts';
import { type Serving, servingOf } from './serving.ts';
import { takePayments } from './take-payments.ts';

await runService('payments', PaymentsConfig, async (context) => {
  const { config, logger, registry, onClose } = context;
  checkProvider(config);
  const archived = openArchivedOrders(context);
  const metrics = createPaymentMetrics(registry);
  const opened = openProvider(config);
  const pace = { callsPerS: config.PAYMENT_CALLS_PER_S, metrics, logger };
  const provider = opened && paceProvider(opened, pace);
  const guard = new DataGuard({ ...context, shards: config.SHARDS, strict: config.STRICT_REDIS });
  let isReachable = (): boolean => false;
  let serving: Serving | undefined;
  const obstacles = () => [
    ...(isReachable() ? [] : ['Redis cannot be reached']),
    ...(serving === undefined ? ['the data was not opened yet'] : []),
    ...guard.obstacles(),
  ];
  const warnings = () => [...guard.warnings(), ...[provider?.trouble() ?? []].flat()];
  const app = buildApp(config, {
    ...{ ...context, obstacles, warnings, metrics },
    serving: () => servingOf(serving, guard),
  });
  await listen(app, config);
  onClose('HTTP', () => app.close());

  const redis = await openRedis(context);
  isReachable = () => redis.isReady();
  const ledger = await guard.open(redis);
  onClose('guard', () => guard.close());
  const providerCalls = provider && { providerCalls: provider.load };
  announce(context, redis, { work: () => 0, ...providerCalls });
  registerDueMetrics(registry, ledger);
  const readArchived = archived && ((orderId: string) => archived.read(orderId));
  const books = {
    ...{ ledger, changed: metrics.changed },
    readArchived: archived && ((orderId: string) => archived.read(orderId, { inTurn: true })),
  };
  const parts = { ledger, redis, books, readArchived };
  if (provider === undefined) {
    const nothing = () => undefined;
    serving = { ...parts, work: takesNone, soon: nothing, found: nothing };
    logger.info('nobody takes payments: PAYMENT_PROVIDER is none');
  } else {
    serving = takePayments(context, { ...parts, guard, provider, metrics });
    logger.info({ provider: provider.name }, 'taking payments');
  }
});

function takesNone(): never {
  throw new ApiError('PAYMENTS_UNAVAILABLE', 'this shop takes no payments', { retryAfterS: 60 });
}
