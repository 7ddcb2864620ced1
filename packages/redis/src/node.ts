import type { RedisClientOptions } from '@redis/client';
import { createRedisClient } from './node-client.ts';
import type { ChannelListener, RedisReply } from './connection.ts';
import { commandError, RedisConnectionError } from './errors.ts';

/** How a connection to one server is opened. */
export type NodeOptions = RedisClientOptions<
  Record<string, never>,
  Record<string, never>,
  Record<string, never>,
  2
>;

/** A node that cannot be reached for the first time within this time is away. */
const FIRST_CONNECT_TIMEOUT_MS = 1000;

/** Longer than any command blocks. */
const CLOSE_TIMEOUT_MS = 1000;

/** One connection to one server, that heals itself. */
export class NodeConnection {
  readonly #client: ReturnType<typeof openClient>;
  readonly #opened: Promise<void>;
  #sessions = 0;

  constructor(
    options: NodeOptions,
    events: {
      failed(error: Error): void;
      /** With true when it was ready before: something may have been missed. */
      ready(isAgain: boolean): void;
      /** The server no longer holds this channel, or any that was subscribed to. */
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
        // Closed while it was connecting, which the client does not stop: it would stay for ever.
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
    // Rejects only when it is closed before it was ever ready.
    this.#client.connect().catch(() => opened.reject(offline()));
  }

  get isReady(): boolean {
    return this.#client.isReady;
  }

  /**
   * This node as long as its connection is the present one: afterwards every command is refused. The
   * next connection may lead to another server, or to one that has forgotten.
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

  /** Waits for the first connection; rejects at once when it is broken. */
  async usable(): Promise<void> {
    if (this.#sessions === 0) await this.#opened;
    if (!this.#client.isReady) throw offline();
  }

  /** With `asking` the node serves a slot that is on its way to it. */
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

  /** Answers what is under way, then closes. What a dead server does not answer is rejected. */
  async close(): Promise<void> {
    if (!this.#client.isReady) {
      this.destroy();
      return;
    }
    // The client itself would wait for ever, and so would whoever has sent the command.
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

/** A node that has not answered a question by then is asked no more. */
const ANSWER_TIMEOUT_MS = 1000;

/** Asks a node once, on a connection of its own: works beside subscriptions and blocking reads. */
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
    // Also when that was done before it was connected, which does not stop the client.
    client.destroy();
  }
}

function openClient(options: NodeOptions) {
  return createRedisClient(options);
}

function offline(): Error {
  return new RedisConnectionError('this node of Redis cannot be reached');
}

// With a socket timeout set, the client's own strategy gives up for ever after the first one.
export function reconnectDelayMs(retries: number): number {
  const delayMs = Math.min(500, 25 * 2 ** Math.min(retries, 10));
  return delayMs / 2 + (Math.random() * delayMs) / 2;
}
