import { relative } from 'node:path';
import type { LocalConfig } from './config.ts';
import { installLocalData } from './install-data.ts';
import { installLocalRecords } from './install-records.ts';
import { createLocalPostgres, type LocalPostgres } from './local-postgres.ts';
import { createLocalRedis, type LocalRedis } from './local-redis.ts';
import { ScaledService } from './scaled-service.ts';
import type { Places } from './service-environment.ts';

const USUAL_REDIS_PORT = '6379';

/** Redis and PostgreSQL, each of which is started here or somebody else's. */
export interface Stores {
  redisUrl: string;
  /** Of the records, as their owner; undefined where there is no office. */
  databaseUrl: string | undefined;
  /** How a service logs in to what it uses. */
  loginOf(service: string): Record<string, string>;
  /** The addresses of those that were started here, without passwords. */
  addresses: Map<string, string>;
  /** Variables of the admin that lead to them. */
  forAdmin: string[];
}

/**
 * Starts Redis and PostgreSQL, unless the environment names others, and waits for the data of Redis. The
 * records are installed meanwhile: what needs them waits, and the sale needs none.
 */
export async function startStores(
  config: LocalConfig,
  places: Places & { redisPort: () => Promise<number>; signal: AbortSignal },
  {
    start,
    ...reports
  }: {
    start: (service: ScaledService) => void;
    onPidChange: () => void;
    onFailing: (sentence: string) => void;
  },
): Promise<Stores> {
  const { dataFolder, signal } = places;
  const logFile = (name: string) => `${dataFolder}/logs/${name}.log`;
  const redis = await startRedis();
  const postgres = await startPostgres();
  const databaseUrl = config.PARTS === 'all' ? (postgres?.url ?? config.DATABASE_URL) : undefined;
  if (databaseUrl !== undefined) {
    const { passwords = {} } = postgres ?? {};
    installLocalRecords(databaseUrl, { passwords, signal }).catch(({ message }: Error) =>
      reports.onFailing(message),
    );
  }
  if (redis !== undefined) {
    const login = { REDIS_URL: redis.url, REDIS_HOST: '', REDIS_PORT: 0 };
    await installLocalData(login, { ...places, shards: config.SHARDS });
  }
  const redisUrl = redis?.url ?? config.REDIS_URL ?? '';
  return {
    ...{ redisUrl, databaseUrl },
    loginOf: (service) => ({
      ...loginToRedis(redis, redisUrl, service),
      ...postgres?.restricted[service],
    }),
    addresses: new Map([
      ...(redis === undefined ? [] : [['redis', redis.environment['REDIS_URL'] ?? ''] as const]),
      ...(postgres === undefined ? [] : [['postgres', shown(postgres.folder)] as const]),
    ]),
    forAdmin: [...adminOfRedis(redis), ...adminOfPostgres(postgres)],
  };

  async function startRedis(): Promise<LocalRedis | undefined> {
    if (config.REDIS_URL !== undefined) return undefined;
    const own = createLocalRedis({
      dataFolder,
      port: await places.redisPort(),
      aclFolder: `${places.root}deploy/redis`,
      logFile: logFile('redis'),
      ...reports,
    });
    start(new ScaledService('redis', () => own.process));
    return own;
  }

  async function startPostgres(): Promise<LocalPostgres | undefined> {
    if (config.PARTS === 'sale' || isSomebodyElses(config.DATABASE_URL, dataFolder))
      return undefined;
    const own = await createLocalPostgres({ dataFolder, logFile: logFile('postgres'), ...reports });
    start(new ScaledService('postgres', () => own.process));
    return own;
  }
}

/** Whoever has exported the address of ours, for the admin, means no other PostgreSQL by it. */
function isSomebodyElses(databaseUrl: string | undefined, dataFolder: string): boolean {
  if (databaseUrl === undefined) return false;
  const [, query] = databaseUrl.split('?');
  return new URLSearchParams(query).get('host') !== `${dataFolder}/postgres`;
}

function loginToRedis(
  redis: LocalRedis | undefined,
  url: string,
  service: string,
): Record<string, string> {
  if (redis !== undefined) return redis.restricted[service] ?? redis.environment;
  return { REDIS_URL: url, REDIS_URL_FILE: '', REDIS_SENTINELS: '' };
}

function adminOfRedis(redis: LocalRedis | undefined): string[] {
  if (redis === undefined) return [];
  const { REDIS_URL: url = '', REDIS_PASSWORD_FILE: file = '' } = redis.environment;
  const { port } = new URL(url);
  return [
    ...(port === USUAL_REDIS_PORT ? [] : [`REDIS_PORT=${port}`]),
    `REDIS_PASSWORD_FILE=${shown(file)}`,
  ];
}

function adminOfPostgres(postgres: LocalPostgres | undefined): string[] {
  return postgres === undefined ? [] : [`DATABASE_URL_FILE=${shown(postgres.urlFile)}`];
}

// As the person who has started it would name it.
function shown(path: string): string {
  return relative(process.cwd(), path);
}
