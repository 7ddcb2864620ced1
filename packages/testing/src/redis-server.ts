import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RedisReply } from '@onsale/redis';
import { createClient } from '@redis/client';
import { endWithUs } from './end-with-us.ts';
import { connectionOf, installOn } from './install-on.ts';

/** Redis from a test's point of view: one server, or several that act as one. */
export interface RedisEndpoint {
  /** For `REDIS_URL`. */
  url: string;
  /** The variables to use instead, when a URL is not enough. */
  environment?: Readonly<Record<string, string>>;
  /** Sends one command, as a person with redis-cli would. */
  command(...args: string[]): Promise<unknown>;
  /** Subscribes to a sharded channel until the server is stopped. */
  subscribe(channel: string, listener: (message: string) => void): Promise<void>;
  /** Stops it and removes its data. */
  stop(): Promise<void>;
}

/** One server. */
export interface TestRedis extends RedisEndpoint {
  pid: number;
  isAlive(): boolean;
  /** Kills the server with a signal and waits until it has exited. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again with the same data. */
  restart(): Promise<void>;
}

/**
 * Starts a real redis-server on a unix socket and installs data in it, with one shard by default;
 * `shards: 0` leaves it empty. Acknowledged writes survive a kill of the server but not of the
 * machine: it does not wait for the disk, which many tests share. `login` is the user that sends a
 * test's commands, for when the default user may not.
 */
export async function startRedis(
  options: {
    args?: readonly string[];
    shards?: number;
    /** Additional environment variables of the server. */
    environment?: Readonly<Record<string, string>>;
    login?: { username: string; password: string };
    /** The server to run instead of redis-server, such as valkey-server. */
    program?: string;
  } = {},
): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-redis-'));
  const socket = join(folder, 'redis.sock');
  const settings = {
    port: '0',
    unixsocket: socket,
    dir: folder,
    save: '',
    appendonly: 'yes',
    appendfsync: 'no',
    'maxmemory-policy': 'noeviction',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  args.push(...(options.args ?? []));
  const { environment = {}, shards = 1, program = 'redis-server' } = options;
  let server = await launchRedis(args, { environment, program });
  const url = `unix://${socket}`;
  const client = createClient({
    ...options.login,
    socket: { path: socket, tls: false },
    RESP: 2,
    disableClientInfo: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  const command = (...words: string[]) => client.sendCommand<RedisReply>(words);
  if (shards > 0) await installOn(connectionOf({ command }), shards);
  const subscriber = client.duplicate();
  subscriber.on('error', () => undefined);

  const isAlive = () => server.exitCode === null && server.signalCode === null;
  const kill = async (signal: NodeJS.Signals) => {
    if (!isAlive()) return;
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  };
  return {
    url,
    get pid() {
      return server.pid ?? 0;
    },
    isAlive,
    command,
    subscribe: async (channel, listener) => {
      if (!subscriber.isOpen) await subscriber.connect();
      await subscriber.sSubscribe(channel, listener);
    },
    kill,
    restart: async () => {
      server = await launchRedis(args, { environment, program });
      while (!client.isReady) await once(client, 'ready');
    },
    stop: async () => {
      client.destroy();
      if (subscriber.isOpen) subscriber.destroy();
      await kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Starts a redis-server that ends with this process; resolves once it has logged that it is ready.
 */
export async function launchRedis(
  args: readonly string[],
  options: {
    ready?: RegExp;
    environment?: Readonly<Record<string, string>>;
    program?: string;
  } = {},
): Promise<ChildProcess> {
  const { ready = /ready to accept connections/i, environment, program = 'redis-server' } = options;
  const server = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  endWithUs(server);
  let log = '';
  for await (const chunk of server.stdout.iterator({ destroyOnReturn: false })) {
    log += String(chunk);
    if (ready.test(log)) break;
  }
  if (!ready.test(log)) throw new Error(`${program} did not start:\n${log}`);
  // Only after the loop has released the stream: otherwise it stays paused, and a server whose log
  // nobody reads blocks in the middle of a line.
  server.stdout.resume();
  return server;
}
