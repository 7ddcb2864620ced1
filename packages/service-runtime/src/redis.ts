import { createClient, createCluster, type RedisClientOptions } from '@redis/client';
import type { Logger } from './logger.ts';

/** A reply in the shape of RESP2. */
export type RedisReply = string | number | null | RedisReply[];

/** Where Redis is; the variables of `redisVariables`. */
export interface RedisConfig {
  REDIS_URL?: string;
  REDIS_HOST: string;
  REDIS_PORT: number;
  REDIS_USERNAME?: string;
  REDIS_PASSWORD?: string;
}

/**
 * A connection to one Redis, or to a Redis Cluster, that heals itself. Commands are refused at once
 * while it is broken; whether a command ran that was under way when it broke is unknown.
 */
export interface RedisConnection {
  command(key: string, args: readonly string[]): Promise<RedisReply>;
  nodes(): Promise<{ command(args: readonly string[]): Promise<RedisReply> }[]>;
  /** Whether commands have a chance now. */
  isReady(): boolean;
  /** Listens on a sharded channel; again after every reconnection, without being asked. */
  subscribe(channel: string, listener: (message: string) => void): Promise<void>;
  unsubscribe(channel: string, listener: (message: string) => void): Promise<void>;
  /** Called after each reconnection: messages may have been missed before. */
  onReconnect(listener: () => void): void;
  /** Answers what is under way, then closes. */
  close(): Promise<void>;
}

/** A connection attempt that takes longer has failed. */
const CONNECT_TIMEOUT_MS = 1000;
/** A silent socket is dead: pings keep a living one from being silent. */
const SOCKET_TIMEOUT_MS = 2000;
const PING_INTERVAL_MS = 500;

/**
 * Connects, and keeps trying until Redis is there or `signal` is aborted; every failure is logged
 * once. Throws only when the address itself is wrong.
 */
export async function connectRedis(
  config: RedisConfig,
  options: { logger: Logger; name: string; signal?: AbortSignal },
): Promise<RedisConnection> {
  const urls = config.REDIS_URL?.split(',') ?? [];
  const report = failureReporter(options.logger, options.name);
  const defaults = clientOptions(config, options.name);
  if (urls.length > 1) return await connectCluster(urls, defaults, report);
  return await connectSingle({ ...defaults, ...address(config, urls[0]) }, report, options.signal);
}

function clientOptions(config: RedisConfig, name: string) {
  return {
    RESP: 2,
    name,
    disableOfflineQueue: true,
    // What the library is called is not for Redis to know, and users may not be allowed to say it.
    disableClientInfo: true,
    pingInterval: PING_INTERVAL_MS,
    ...(config.REDIS_USERNAME === undefined ? {} : { username: config.REDIS_USERNAME }),
    ...(config.REDIS_PASSWORD === undefined ? {} : { password: config.REDIS_PASSWORD }),
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SOCKET_TIMEOUT_MS,
      reconnectStrategy: reconnectDelayMs,
    },
  } as const;
}

// With a socket timeout set, the client's own strategy gives up for ever after the first one.
function reconnectDelayMs(retries: number): number {
  const delayMs = Math.min(500, 25 * 2 ** Math.min(retries, 10));
  return delayMs / 2 + (Math.random() * delayMs) / 2;
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

type Resp2Options = RedisClientOptions<
  Record<string, never>,
  Record<string, never>,
  Record<string, never>,
  2
>;
type Report = { failed(error: Error): void; ready(): void };

async function connectSingle(
  options: Resp2Options,
  report: Report,
  signal: AbortSignal | undefined,
): Promise<RedisConnection> {
  const client = createClient(options);
  const reconnectListeners: (() => void)[] = [];
  let connectedBefore = false;
  client.on('error', (error: Error) => report.failed(error));
  client.on('ready', () => {
    report.ready();
    if (connectedBefore) for (const listener of reconnectListeners) listener();
    connectedBefore = true;
  });
  const giveUp = () => client.destroy();
  signal?.addEventListener('abort', giveUp, { once: true });
  await client.connect();
  signal?.removeEventListener('abort', giveUp);
  const command = (args: readonly string[]) => client.sendCommand<RedisReply>(args);
  return {
    command: (_key, args) => command(args),
    nodes: async () => [{ command }],
    isReady: () => client.isReady,
    subscribe: (channel, listener) => client.sSubscribe(channel, listener),
    unsubscribe: (channel, listener) => client.sUnsubscribe(channel, listener),
    onReconnect: (listener) => void reconnectListeners.push(listener),
    close: async () => {
      if (client.isReady) await client.close();
      else if (client.isOpen) client.destroy();
    },
  };
}

async function connectCluster(
  urls: readonly string[],
  defaults: ReturnType<typeof clientOptions>,
  report: Report,
): Promise<RedisConnection> {
  const cluster = createCluster({
    rootNodes: urls.map((url) => ({ url })),
    RESP: 2,
    defaults,
  });
  const reconnectListeners: (() => void)[] = [];
  cluster.on('error', (error: Error) => report.failed(error));
  cluster.on('node-ready', () => {
    report.ready();
    for (const listener of reconnectListeners) listener();
  });
  await cluster.connect();
  report.ready();
  return {
    command: (key, args) => cluster.sendCommand<RedisReply>(key, false, [...args]),
    nodes: async () =>
      await Promise.all(
        cluster.masters.map(async (master) => {
          const client = await cluster.nodeClient(master);
          return { command: (args) => client.sendCommand<RedisReply>(args) };
        }),
      ),
    isReady: () => cluster.isOpen,
    subscribe: (channel, listener) => cluster.sSubscribe(channel, listener),
    unsubscribe: (channel, listener) => cluster.sUnsubscribe(channel, listener),
    onReconnect: (listener) => void reconnectListeners.push(listener),
    close: () => cluster.close(),
  };
}

// A Redis that is away fails many times a second: said once, until it is back.
function failureReporter(logger: Logger, connection: string): Report {
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
