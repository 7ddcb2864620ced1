import type { RedisClientOptions } from '@redis/client';
import { ConfigError } from './config.ts';
import type { Logger } from './logger.ts';
import { connectCluster } from './redis-cluster.ts';
import { connectBySentinels } from './redis-sentinel.ts';
import {
  type ChannelListener,
  NodeConnection,
  type NodeOptions,
  reconnectDelayMs,
} from './redis-node.ts';

/** A reply in the shape of RESP2. */
export type RedisReply = string | number | null | RedisReply[];

/** Where Redis is; the variables of `redisVariables`. */
export interface RedisConfig {
  REDIS_URL?: string;
  REDIS_HOST: string;
  REDIS_PORT: number;
  REDIS_USERNAME?: string;
  REDIS_PASSWORD?: string;
  REDIS_SENTINELS?: string;
  REDIS_SENTINEL_MASTER?: string;
  REDIS_SENTINEL_PASSWORD?: string;
}

/**
 * A connection to one Redis, to the master that sentinels name, or to a Redis Cluster, that heals itself. Commands are refused at once
 * while it is broken; whether a command ran that was under way when it broke is unknown.
 */
export interface RedisConnection {
  command(key: string, args: readonly string[]): Promise<RedisReply>;
  /**
   * The connection to the node that holds `key`, as it is now: what is sent here goes there, or is
   * refused when it has broken since. For WAIT, which speaks of what this connection has written.
   */
  session(key: string): Pick<RedisConnection, 'command'>;
  /** One more connection to the same Redis, for commands that block. Closed before this one. */
  another(name: string): Promise<RedisConnection>;
  nodes(): Promise<{ command(args: readonly string[]): Promise<RedisReply> }[]>;
  /** Whether commands have a chance now; of a cluster: on one of its nodes at least. */
  isReady(): boolean;
  /** Listens on a sharded channel; again after every reconnection, without being asked. */
  subscribe(channel: string, listener: ChannelListener): Promise<void>;
  /** Called after each reconnection: messages may have been missed before. */
  onReconnect(listener: () => void): void;
  /** Answers what is under way, then closes. */
  close(): Promise<void>;
}

/** What everybody calls it. */
export const DEFAULT_SENTINEL_MASTER = 'mymaster';

/** A connection attempt that takes longer has failed. */
const CONNECT_TIMEOUT_MS = 1000;
/** A silent socket is dead: pings keep a living one from being silent. */
const SOCKET_TIMEOUT_MS = 2000;
const PING_INTERVAL_MS = 500;

/** What connecting needs besides an address. */
export interface ConnectOptions {
  report: { failed(error: Error): void; ready(): void };
  /** Ends a connecting that still waits for Redis. */
  signal?: AbortSignal;
}

/**
 * Connects, and keeps trying until Redis is there or `signal` is aborted; every failure is logged
 * once. Throws `ConfigError` when the address itself is wrong.
 */
export async function connectRedis(
  config: RedisConfig,
  options: { logger: Logger; name: string; signal?: AbortSignal },
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

// What the platform and the client say of a wrong address has the address in it, password and all.
function checkAddress(url: string): void {
  try {
    const { username, password } = new URL(url);
    decodeURIComponent(username + password);
  } catch {
    throw new ConfigError([
      'REDIS_URL must be a valid address; in a user or password, characters such as /, ?, # and % ' +
        'are written as %2F, %3F, %23 and %25',
    ]);
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
    },
  } as const;
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
function failureReporter(logger: Logger, connection: string): ConnectOptions['report'] {
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
