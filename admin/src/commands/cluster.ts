import { setTimeout as delay } from 'node:timers/promises';
import { checkVersion, connectRedis, isOutage, type RedisConnection } from '@onsale/redis';
import { ApiServer } from '../cluster/api-server.ts';
import { type EnsuredSecrets, ensureSecrets } from '../cluster/ensure-secrets.ts';
import { INSTALLED, installedManifest } from '../cluster/manifests.ts';
import { readUsers } from '../cluster/redis-users.ts';
import { WaitLog } from '../cluster/wait-log.ts';
import { type ConnectingCommand, UsageError } from '../command.ts';
import type { AdminConfig } from '../config.ts';
import { UnreachableError } from '../connect.ts';
import { installAndTell } from './data.ts';

/** The Redis user of this command. */
const USER = 'install';
const RETRY_DELAY_MS = 1000;

/** Everything that a shop needs in its namespace before its first pod can become ready. */
export const clusterInstallCommand: ConnectingCommand = {
  usage: 'cluster install [--bank] [--database ADDRESS]',
  summary:
    'in a pod of a Kubernetes cluster: makes the Secrets that do not exist, waits for Redis, does what ' +
    'data install does, and remembers that the shop exists',
  options: { bank: { type: 'boolean' }, database: { type: 'string' } },
  words: { least: 0, most: 0 },
  connects: true,
  async run({ config, signal: stopped, print, warn }, { options }) {
    const late = AbortSignal.timeout(config.CONNECT_TIMEOUT_MS);
    const signal = AbortSignal.any([stopped, late]);
    const waitLog = new WaitLog(warn);
    const onWait = (reason: string) => waitLog.waits('the API server of Kubernetes', reason);
    const api = new ApiServer(config, { signal, onWait });
    try {
      const secrets = await ensureSecrets(api, readUsers(config.REDIS_USERS_DIR), {
        bank: options['bank'] === true,
        database: readAddress(options['database']),
      });
      const mark = await api.get('ConfigMap', INSTALLED);
      waitLog.ends();
      const hadData = mark?.data?.['DATA_EXISTS'] === 'true';
      tellSecrets(secrets, { hadData, namespace: api.namespace, print });
      const password = secrets.passwords[USER] ?? '';
      await installInRedis({ config, password, hadData, signal, print, warn, waitLog });
      if (mark === undefined && (await api.create(installedManifest(api.namespace)))) {
        print(`Created the ConfigMap ${INSTALLED}: from now on, an empty Redis is a loss.`);
      }
      return 0;
    } catch (error) {
      stopped.throwIfAborted();
      if (!late.aborted) throw error;
      throw new UnreachableError(
        `gave up after ${config.CONNECT_TIMEOUT_MS} ms of waiting for ${waitLog.current ?? 'an answer'}`,
      );
    } finally {
      waitLog.ends();
      api.close();
    }
  },
};

// Of a PostgreSQL elsewhere; the logins are added to it.
function readAddress(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const url = URL.parse(text);
  const isAddress =
    url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1;
  if (isAddress && url.host !== '' && url.username === '' && url.password === '') return text;
  throw new UsageError('--database must be postgres://HOST:PORT/DATABASE, without a login');
}

function tellSecrets(
  { created, existed, changedUsers }: EnsuredSecrets,
  {
    hadData,
    namespace,
    print,
  }: { hadData: boolean; namespace: string; print: (line: string) => void },
): void {
  if (created.length > 0) print(`Created the Secrets ${created.join(', ')}.`);
  if (existed.length > 0) print(`Already there: the Secrets ${existed.join(', ')}.`);
  if (changedUsers.length > 0) print(`Changed in redis-users: ${changedUsers.join(', ')}.`);
  // A new shop's Redis has waited for its Secret.
  if (changedUsers.length === 0 && !(hadData && created.length > 0)) return;
  print(
    'Processes read passwords when they start, Redis too. If they run, restart them: ' +
      `kubectl rollout restart statefulset,deployment -n ${namespace}`,
  );
}

async function installInRedis(options: {
  config: AdminConfig;
  password: string;
  hadData: boolean;
  signal: AbortSignal;
  print: (line: string) => void;
  warn: (line: string) => void;
  waitLog: WaitLog;
}): Promise<void> {
  const { config, hadData, signal, print, warn, waitLog } = options;
  const redis = await connectAsInstall(options);
  try {
    for (;;) {
      try {
        for (const sentence of await checkVersion(redis)) warn(sentence);
        waitLog.ends();
        await installAndTell(redis, {
          ...{ hadData, signal, print },
          shards: config.SHARDS,
          afterLoss: false,
        });
        return;
      } catch (error) {
        // Redis may end and start again meanwhile, with the users and rights of this version.
        if (signal.aborted || !(error instanceof Error) || !isOutage(error)) throw error;
        waitLog.waits('Redis', error.message);
      }
      await delay(RETRY_DELAY_MS, undefined, { signal });
    }
  } finally {
    await redis.close();
  }
}

async function connectAsInstall(options: {
  config: AdminConfig;
  password: string;
  signal: AbortSignal;
  waitLog: WaitLog;
}): Promise<RedisConnection> {
  const { config, password, signal, waitLog } = options;
  const login = { REDIS_USERNAME: USER, REDIS_PASSWORD: password };
  const logger = {
    info: () => undefined,
    error: (fields: { reason?: string }) => waitLog.waits('Redis', describe(fields.reason)),
  };
  return await connectRedis({ ...config, ...login }, { logger, name: USER, signal });
}

function describe(reason = 'it cannot be reached'): string {
  const isUnknown = reason.startsWith('WRONGPASS');
  return isUnknown ? `${reason} Redis reads its users when it starts: restart it` : reason;
}
