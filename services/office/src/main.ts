import { ApiError } from '@onsale/contracts';
import { DataGuard, type Ledger } from '@onsale/ledger';
import {
  openRecords,
  type Records,
  removeExpired,
  waitForSchema,
  withoutRows,
} from '@onsale/records';
import {
  announce,
  ConfigError,
  listen,
  openRedis,
  PaymentsClient,
  requireData,
  runService,
  type ServiceContext,
} from '@onsale/service';
import { authenticateBy } from './access/authenticate.ts';
import { buildApp } from './app.ts';
import { workOnCancellation } from './cancellation/work-on-cancellation.ts';
import { OfficeConfig } from './config.ts';
import { createEntranceMetrics } from './entrance/entrance-metrics.ts';
import { SignInAttempts } from './sign-in/attempts.ts';
import { createAuth } from './sign-in/auth.ts';
import { Sessions } from './sign-in/sessions.ts';
import { createTaskMetrics } from './tasks/task-metrics.ts';
import { TaskRunner } from './tasks/task-runner.ts';

/** Whoever asks has given up long before. */
const SILENT_AT_MOST_MS = 10_000;
/** People wait for each of them. */
const CONNECTIONS = 8;
/** How often what has expired is removed: sessions, links, answers. */
const CLEAN_EVERY_MS = 60 * 60 * 1000;

await runService('office', OfficeConfig, async (context) => {
  const { config, logger, onClose } = context;
  const records = openRecords({
    url: config.DATABASE_URL,
    name: 'onsale-office',
    max: CONNECTIONS,
    silentAtMostMs: SILENT_AT_MOST_MS,
    onError: (error) =>
      logger.warn({ err: withoutRows(error) }, 'a connection to the records was lost'),
  });
  onClose('records', () => records.destroy());
  const guard = new DataGuard({ ...context, shards: config.SHARDS, strict: config.STRICT_REDIS });
  let isOpen = false;
  let opened: Ledger | undefined;
  const ledger = (): Ledger => {
    requireData(guard);
    if (opened === undefined) {
      throw new ApiError('REDIS_UNAVAILABLE', 'Redis cannot be reached', { retryAfterS: 5 });
    }
    return opened;
  };
  const payments = openPayments(config);
  const tasks = new TaskRunner({
    ...{ db: records, owner: context.instance, logger },
    work: async (task, worker) =>
      await workOnCancellation({ db: records, ledger, payments, logger }, task, worker),
  });
  const auth = createAuth(records, context);
  // Without Redis, archived orders and reports can still be read.
  const app = buildApp({
    ...{ ...context, config, records, ledger, payments, tasks },
    ...{ auth, attempts: new SignInAttempts(records) },
    authenticate: authenticateBy(records, {
      ...{ sessions: new Sessions(auth, records), consoleUrl: config.CONSOLE_URL },
    }),
    obstacles: () => (isOpen ? [] : ['the records were not opened yet']),
    warnings: () => [...(opened === undefined ? ['Redis cannot be reached'] : guard.warnings())],
  });
  await listen(app, config);
  onClose('HTTP', () => app.close());
  await waitForSchema(records, context);
  isOpen = true;
  createTaskMetrics(context.registry, records);
  createEntranceMetrics(context.registry, records);
  logger.info('the records are open');
  keepClean(context, records);

  const redis = await openRedis(context);
  opened = await guard.open(redis);
  onClose('guard', () => guard.close());
  announce(context, redis, { work: () => 0 });
  tasks.start();
  onClose('tasks', () => tasks.stop());
  logger.info('the office is open');
});

function openPayments({ PAYMENTS_URL: url, PAYMENTS_TOKEN: token }: OfficeConfig) {
  if (url === undefined) return undefined;
  if (token !== undefined) return new PaymentsClient({ url, token });
  throw new ConfigError(['PAYMENTS_TOKEN is missing: payments answers nobody without it']);
}

/** Removes what has expired, now and then. */
function keepClean(
  { logger, onClose }: Pick<ServiceContext<OfficeConfig>, 'logger' | 'onClose'>,
  records: Records,
): void {
  const clean = () => {
    removeExpired(records).catch((error: unknown) => {
      logger.warn({ err: withoutRows(error) }, 'what has expired could not be removed');
    });
  };
  clean();
  const timer = setInterval(clean, CLEAN_EVERY_MS);
  onClose('cleaning', () => Promise.resolve(clearInterval(timer)));
}
