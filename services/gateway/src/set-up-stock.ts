import {
  allShardsOf,
  applyCatalog,
  type AppliedCatalog,
  type AppliedEvent,
  type Catalog,
  ensureWorkerGroup,
  fixCustomerKey,
  type Ledger,
} from '@onsale/ledger';
import { connectRedis, type RedisConfig, type RedisConnection } from '@onsale/redis';
import { ConfigError, type Logger, type ServiceContext } from '@onsale/service';
import type { GatewayConfig } from './config.ts';

/**
 * Fixes the customer key and applies this gateway's catalog as the Redis user in
 * `REDIS_SETUP_USERNAME`, because the serving user may not write stock. The connection is closed
 * afterwards.
 */
export async function setUpStock(
  context: ServiceContext<GatewayConfig>,
  ledger: Ledger,
  catalog: Catalog,
): Promise<void> {
  const connection = await connectForSetup(context);
  try {
    const redis = connection ?? ledger.redis;
    const { CUSTOMER_KEY: customerKey } = context.config;
    if (customerKey !== undefined) await fixCustomerKey(redis, customerKey);
    logApplied(context.logger, await applyCatalog({ ...ledger, redis }, catalog));
    // Created here too, so that workers may start from zero: the backlog is counted from the first
    // order on.
    for (const shard of allShardsOf(ledger)) await ensureWorkerGroup(redis, shard);
  } catch (error) {
    throw connection === undefined && isDenied(error) ? new ConfigError([NO_SETUP_USER]) : error;
  } finally {
    await connection?.close();
  }
}

// What was left alone is worth a look: the file says one thing and the shop another.
function logApplied(logger: Logger, { events, seller, notInFile }: AppliedCatalog): void {
  const outcomes = Map.groupBy(events, ({ outcome }) => outcome);
  const counts = Object.fromEntries(Array.from(outcomes, ([name, list]) => [name, list.length]));
  logger.info(counts, 'catalog applied');
  const idsOf = (outcome: AppliedEvent['outcome']) =>
    (outcomes.get(outcome) ?? []).map(({ eventId }) => eventId);
  const left: [string, string[]][] = [
    [CHANGED_ELSEWHERE, idsOf('changed-elsewhere')],
    [APPLIED_BEFORE, idsOf('applied-before')],
    ['are not in the catalog file and stay as they are', notInFile],
  ];
  for (const [what, ids] of left) {
    if (ids.length > 0) logger.warn({ events: ids }, `events ${what} (see docs/events.md)`);
  }
  const isLeft = seller?.outcome === 'changed-elsewhere' || seller?.outcome === 'applied-before';
  if (!isLeft) return;
  const what = seller.outcome === 'applied-before' ? APPLIED_BEFORE : CHANGED_ELSEWHERE;
  logger.warn(`the seller's settings ${what} (see docs/events.md)`);
}

const CHANGED_ELSEWHERE = 'were changed elsewhere since and stay as they are';
const APPLIED_BEFORE = 'have replaced this content of the file before and stay';

const NO_SETUP_USER =
  'REDIS_SETUP_USERNAME is missing; the Redis user of this gateway may not write stock, so it must be ' +
  'a user that may (see docs/configuration.md)';

function isDenied(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOPERM');
}

async function connectForSetup({
  config,
  logger,
  instance,
  signal,
}: ServiceContext<GatewayConfig>): Promise<RedisConnection | undefined> {
  const { REDIS_SETUP_USERNAME: username, REDIS_SETUP_PASSWORD: password, ...rest } = config;
  if (username === undefined) return undefined;
  const { REDIS_PASSWORD: _serving, ...where } = rest;
  const login: RedisConfig = {
    ...where,
    REDIS_USERNAME: username,
    ...(password === undefined ? {} : { REDIS_PASSWORD: password }),
    ...(config.REDIS_URL === undefined ? {} : { REDIS_URL: withoutLogin(config.REDIS_URL) }),
  };
  return await connectRedis(login, { logger, name: `gateway-setup/${instance}`, signal });
}

// A user in the URL would take precedence over the variables.
function withoutLogin(urls: string): string {
  return urls.replaceAll(/(rediss?:\/\/)[^/@,]*@/g, '$1');
}
