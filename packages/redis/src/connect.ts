import { readFileSync } from 'node:fs';
import type { RedisClientOptions } from '@redis/client';
import type { ConnectOptions, RedisConnection } from './connection.ts';
import { connectCluster } from './cluster/cluster.ts';
import { connectBySentinels } from './cluster/sentinel.ts';
import { NodeConnection, type NodeOptions, reconnectDelayMs } from './node.ts';

/** Where Redis is; the variables of `redisVariables`. */
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

/** What everybody calls it. */
export const DEFAULT_SENTINEL_MASTER = 'mymaster';

/** A connection attempt that takes longer has failed. */
const CONNECT_TIMEOUT_MS = 1000;
/** A silent socket is dead: pings keep a living one from being silent. */
const SOCKET_TIMEOUT_MS = 2000;
const PING_INTERVAL_MS = 500;

/**
 * Connects, and keeps trying until Redis is there or `signal` is aborted; every failure is logged
 * once. Throws `RedisAddressError` when the address itself is wrong, and an error with the name of
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

/** `REDIS_URL` is no address. Says nothing of what it was, which may hold a password. */
export class RedisAddressError extends Error {
  constructor() {
    super(
      'REDIS_URL must be a valid address; in a user or password, characters such as /, ?, # and % ' +
        'are written as %2F, %3F, %23 and %25',
    );
    this.name = 'RedisAddressError';
  }
}

/** Where the state of a connection is told: a pino logger is one. */
export interface ConnectionLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

// What the platform and the client say of a wrong address has the address in it, password and all.
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
    // What the library is called is not for Redis to know, and users may not be allowed to say it.
    disableClientInfo: true,
    pingInterval: PING_INTERVAL_MS,
    // The client's own five seconds only end a command that was not sent yet, for which a silent socket
    // lives too short, and cost a signal and a timer for each command.
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

// An address says by itself whether it means TLS; a host, and sentinels, by this file.
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
    throw new Error(`REDIS_TLS_CA_FILE must name a readable file, ${file} is none`, { cause });
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
    opened.reject(new Error('told to end before Redis was there'));
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

// A Redis that is away fails many times a second: said once, until it is back.
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
      if (last !== undefined) logger.info({ connection }, 'Redis is back');
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
