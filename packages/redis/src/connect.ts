import { readFileSync } from 'node:fs';
import type { RedisClientOptions } from '@redis/client';
import type { ConnectOptions, RedisConnection } from './connection.ts';
import { connectCluster } from './cluster/cluster.ts';
import { connectBySentinels } from './cluster/sentinel.ts';
import { NodeConnection, type NodeOptions, reconnectDelayMs } from './node.ts';

/** How to reach Redis: the variables of `redisVariables`. */
export interface RedisConfig {
  REDIS_URL?: string;
  REDIS_HOST: string;
  REDIS_PORT: number;
  REDIS_USERNAME?: string;
  REDIS_PASSWORD?: string;
  REDIS_TLS_CA_FILE?: string;
  REDIS_SENTINELS?: string;
  REDIS_SENTINEL_MASTER?: string;
  REDIS_SENTINEL_PASSWORD?: string;
}

/** The conventional name. */
export const DEFAULT_SENTINEL_MASTER = 'mymaster';

/** Timeout of a connection attempt. */
const CONNECT_TIMEOUT_MS = 1000;
/** A silent socket counts as dead; pings keep a live one from being silent. */
const SOCKET_TIMEOUT_MS = 2000;
const PING_INTERVAL_MS = 500;

/**
 * Connects, retrying until Redis is available or `signal` is aborted; each kind of failure is
 * logged once. Throws `RedisAddressError` when the address itself is invalid, and an error naming
 * `REDIS_TLS_CA_FILE` when that can't be read.
 */
export async function connectRedis(
  config: RedisConfig,
  options: { logger: ConnectionLog; name: string; signal?: AbortSignal },
): Promise<RedisConnection> {
  const urls = config.REDIS_URL?.split(',') ?? [];
  const { logger, name, ...rest } = options;
  const connecting = { ...rest, report: failureReporter(logger, name) };
  const defaults = clientOptions(config, name);
  const { REDIS_SENTINELS: sentinels, REDIS_SENTINEL_PASSWORD: password } = config;
  if (sentinels !== undefined) {
    const { REDIS_SENTINEL_MASTER: master = DEFAULT_SENTINEL_MASTER } = config;
    const login = password === undefined ? {} : { password };
    return await connectBySentinels({ sentinels, master, ...login }, defaults, connecting);
  }
  for (const url of urls) checkAddress(url);
  if (urls.length > 1) return await connectCluster(urls, defaults, connecting);
  return await connectSingle({ ...defaults, ...address(config, urls[0]) }, connecting);
}

/** `REDIS_URL` is not a valid address. The message omits the value, which may hold a password. */
export class RedisAddressError extends Error {
  constructor() {
    super(
      'REDIS_URL must be a valid address; in a user name or password, encode characters such as /, ?, # and % ' +
        'as %2F, %3F, %23 and %25',
    );
    this.name = 'RedisAddressError';
  }
}

/** Receives the state of a connection; a pino logger fits. */
export interface ConnectionLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

// Errors of the platform and the client quote a wrong address, password and all.
function checkAddress(url: string): void {
  try {
    const { username, password } = new URL(url);
    decodeURIComponent(username + password);
  } catch {
    throw new RedisAddressError();
  }
}

function clientOptions(config: RedisConfig, name: string) {
  return {
    RESP: 2,
    name,
    disableOfflineQueue: true,
    // Redis need not know the library's name, and users may lack permission to set it.
    disableClientInfo: true,
    pingInterval: PING_INTERVAL_MS,
    // The client's default of five seconds affects only commands that were not sent yet, for which
    // a silent socket does not live long enough, and costs a signal and a timer per command.
    commandOptions: { timeout: 0 },
    ...(config.REDIS_USERNAME === undefined ? {} : { username: config.REDIS_USERNAME }),
    ...(config.REDIS_PASSWORD === undefined ? {} : { password: config.REDIS_PASSWORD }),
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SOCKET_TIMEOUT_MS,
      reconnectStrategy: reconnectDelayMs,
      ...tlsOptions(config),
    },
  } as const;
}

// A URL specifies TLS itself; a host and sentinels use it when this file is set.
function tlsOptions(config: RedisConfig): { ca?: string; tls?: true } {
  const { REDIS_TLS_CA_FILE: file } = config;
  if (file === undefined) return {};
  const isAddress = config.REDIS_URL !== undefined && config.REDIS_SENTINELS === undefined;
  return { ca: readAuthority(file), ...(isAddress ? {} : { tls: true }) };
}

function readAuthority(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`REDIS_TLS_CA_FILE must be a readable file, but ${file} is not`, { cause });
  }
}

function address(
  config: RedisConfig,
  url: string | undefined,
): Pick<RedisClientOptions, 'url' | 'socket'> {
  const { socket } = clientOptions(config, '');
  if (url === undefined) {
    return { socket: { ...socket, host: config.REDIS_HOST, port: config.REDIS_PORT } };
  }
  if (url.startsWith('unix://')) {
    return { socket: { ...socket, path: url.slice('unix://'.length), tls: false } };
  }
  return { url };
}

async function connectSingle(
  options: NodeOptions,
  { report, signal }: ConnectOptions,
): Promise<RedisConnection> {
  const reconnectListeners: (() => void)[] = [];
  const opened = Promise.withResolvers<void>();
  const node = new NodeConnection(options, {
    failed: (error) => report.failed(error),
    ready: (isAgain) => {
      report.ready();
      opened.resolve();
      if (isAgain) for (const listener of reconnectListeners) listener();
    },
    moved: () => undefined,
  });
  const giveUp = () => {
    node.destroy();
    opened.reject(new Error('stopped before Redis was available'));
  };
  if (signal?.aborted === true) giveUp();
  signal?.addEventListener('abort', giveUp, { once: true });
  await opened.promise;
  signal?.removeEventListener('abort', giveUp);
  return {
    command: (_key, args) => node.command(args),
    session: () => node.session(),
    another: (name) =>
      connectSingle({ ...options, name }, { report, ...(signal === undefined ? {} : { signal }) }),
    nodes: async () => [node],
    isReady: () => node.isReady,
    subscribe: (channel, listener) => node.subscribe(channel, listener),
    onReconnect: (listener) => void reconnectListeners.push(listener),
    close: () => node.close(),
  };
}

// An unreachable Redis fails many times a second: logged once until it is back.
function failureReporter(logger: ConnectionLog, connection: string): ConnectOptions['report'] {
  let last: string | undefined;
  return {
    failed(error) {
      const reason = describeFailure(error);
      if (reason === last) return;
      last = reason;
      logger.error({ connection, reason }, `Redis cannot be reached: ${reason}`);
    },
    ready() {
      if (last !== undefined) logger.info({ connection }, 'Redis is reachable again');
      last = undefined;
    },
  };
}

function describeFailure(error: Error): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) {
    return error.errors[0].message;
  }
  return error.message === '' ? error.name : error.message;
}
