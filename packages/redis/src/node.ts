import type { RedisClientOptions } from '@redis/client';
import { createRedisClient } from './node-client.ts';
import type { ChannelListener, RedisReply } from './connection.ts';
import { commandError, RedisConnectionError } from './errors.ts';

/** Options for a connection to one server. */
export type NodeOptions = RedisClientOptions<
  Record<string, never>,
  Record<string, never>,
  Record<string, never>,
  2
>;

/** How long commands wait for the first connection. */
const FIRST_CONNECT_TIMEOUT_MS = 1000;

/** Longer than any command blocks. */
const CLOSE_TIMEOUT_MS = 1000;

/** A self-healing connection to one server. */
export class NodeConnection {
  readonly #client: ReturnType<typeof openClient>;
  readonly #opened: Promise<void>;
  #sessions = 0;

  constructor(
    options: NodeOptions,
    events: {
      failed(error: Error): void;
      /** `isAgain` is true after a reconnection, when messages may have been missed. */
      ready(isAgain: boolean): void;
      /** The server no longer serves this channel or, without one, any of the subscribed ones. */
      moved(channel?: string): void;
    },
  ) {
    this.#client = openClient(options);
    const opened = Promise.withResolvers<void>();
    const timeout = setTimeout(() => opened.reject(offline()), FIRST_CONNECT_TIMEOUT_MS);
    this.#opened = opened.promise;
    this.#opened.catch(() => undefined).finally(() => clearTimeout(timeout));
    this.#client
      .on('error', (error: Error) => events.failed(error))
      .on('ready', () => {
        // Closing while connecting does not stop the client: the connection would stay forever.
        if (!this.#client.isOpen) {
          this.#client.destroy();
          return;
        }
        opened.resolve();
        this.#sessions += 1;
        events.ready(this.#sessions > 1);
      })
      .on('sharded-channel-moved', (channel: unknown) => events.moved(String(channel)))
      .on('__MOVED', () => events.moved());
    // Rejects only if closed before it was ever ready.
    this.#client.connect().catch(() => opened.reject(offline()));
  }

  get isReady(): boolean {
    return this.#client.isReady;
  }

  /**
   * This node, for as long as the current connection lasts; afterwards every command is rejected.
   * The next connection may lead to another server, or to one that has lost its data.
   */
  session(): { command(key: string, args: readonly string[]): Promise<RedisReply> } {
    const session = this.#sessions;
    return {
      command: async (_key, args) => {
        if (this.#sessions !== session) {
          throw new RedisConnectionError('this connection to Redis has broken');
        }
        return await this.command(args);
      },
    };
  }

  /** Waits for the first connection; later, rejects at once while disconnected. */
  async usable(): Promise<void> {
    if (this.#sessions === 0) await this.#opened;
    if (!this.#client.isReady) throw offline();
  }

  /** With `asking`, the node serves a slot that is being migrated to it. */
  async command(args: readonly string[], asking = false): Promise<RedisReply> {
    if (!this.#client.isReady) await this.usable();
    if (asking) this.#client.sendCommand(['ASKING']).catch(() => undefined);
    try {
      return await this.#client.sendCommand<RedisReply>(args);
    } catch (error) {
      throw commandError(error);
    }
  }

  async subscribe(channel: string, listener: ChannelListener): Promise<void> {
    await this.usable();
    try {
      await this.#client.sSubscribe(channel, listener);
    } catch (error) {
      throw commandError(error);
    }
  }

  async unsubscribe(channel: string, listener: ChannelListener): Promise<void> {
    if (this.#client.isReady) await this.#client.sUnsubscribe(channel, listener);
  }

  /**
   * Waits for commands in flight, then closes. Commands a dead server does not answer are rejected.
   */
  async close(): Promise<void> {
    if (!this.#client.isReady) {
      this.destroy();
      return;
    }
    // The client itself would wait forever, and so would the callers.
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, CLOSE_TIMEOUT_MS);
    await Promise.race([this.#client.close().catch(() => undefined), late.promise]);
    clearTimeout(timer);
    this.#client.destroy();
  }

  destroy(): void {
    if (this.#client.isOpen) this.#client.destroy();
  }
}

/** How long a node may take to answer a question. */
const ANSWER_TIMEOUT_MS = 1000;

/** Sends one command on a new connection, which works beside subscriptions and blocking reads. */
export async function askNode(
  options: NodeOptions,
  command: readonly string[],
): Promise<RedisReply> {
  const client = openClient({
    ...options,
    socket: { ...options.socket, reconnectStrategy: false },
  });
  client.on('error', () => undefined);
  const giveUp = setTimeout(() => client.destroy(), ANSWER_TIMEOUT_MS);
  try {
    await client.connect();
    return await client.sendCommand<RedisReply>(command);
  } finally {
    clearTimeout(giveUp);
    // Again, because closing before it was connected does not stop the client.
    client.destroy();
  }
}

function openClient(options: NodeOptions) {
  return createRedisClient(options);
}

function offline(): Error {
  return new RedisConnectionError('this Redis node cannot be reached');
}

// With a socket timeout set, the client's own strategy gives up forever after the first one.
export function reconnectDelayMs(retries: number): number {
  const delayMs = Math.min(500, 25 * 2 ** Math.min(retries, 10));
  return delayMs / 2 + (Math.random() * delayMs) / 2;
}
