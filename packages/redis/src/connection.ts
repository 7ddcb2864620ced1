/** A RESP2 reply: a string, a number, null, or a list of these. */
export type RedisReply = string | number | null | RedisReply[];

/** One server of a Redis or of a cluster. */
export interface RedisNode {
  command(args: readonly string[]): Promise<RedisReply>;
}

/**
 * Everything that reading and writing data needs from Redis. `key` selects the slot, so that the
 * same call works on a single Redis and on Redis Cluster.
 */
export interface Redis {
  /**
   * Sends a command to the node that holds `key`. Rejects with the server's error, or with a
   * connection error when it is unknown whether the command ran.
   */
  command(key: string, args: readonly string[]): Promise<RedisReply>;
  /** All nodes that hold data: one for a single Redis, the masters of a cluster. */
  nodes(): Promise<RedisNode[]>;
}

/** Called with each message of a channel. */
export type ChannelListener = (message: string, channel: string) => void;

/**
 * A self-healing connection to a single Redis, to the master named by sentinels, or to a Redis
 * Cluster. While it is broken, commands are rejected at once; whether a command in flight at that
 * moment ran is unknown.
 */
export interface RedisConnection extends Redis {
  /**
   * The current connection to the node that holds `key`. Commands sent through it go over this
   * connection or, once it has broken, are rejected. For WAIT, which covers only writes made on the
   * same connection.
   */
  session(key: string): Pick<Redis, 'command'>;
  /**
   * Another connection to the same Redis, for blocking commands. Must be closed before this one.
   */
  another(name: string): Promise<RedisConnection>;
  /** Whether commands can succeed now; for a cluster, on at least one of its nodes. */
  isReady(): boolean;
  /** Subscribes to a sharded channel; resubscribes after every reconnection. */
  subscribe(channel: string, listener: ChannelListener): Promise<void>;
  /** Called after each reconnection, because messages may have been missed. */
  onReconnect(listener: () => void): void;
  /** Waits for commands in flight, then closes. */
  close(): Promise<void>;
}

/** Connection parameters other than the address. */
export interface ConnectOptions {
  report: { failed(error: Error): void; ready(): void };
  /** Aborts waiting for Redis. */
  signal?: AbortSignal;
}
