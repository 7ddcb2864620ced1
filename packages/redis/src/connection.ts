/** A reply in the shape of RESP2: text, numbers, nothing, or a list of these. */
export type RedisReply = string | number | null | RedisReply[];

/** One server of a Redis or of a cluster. */
export interface RedisNode {
  command(args: readonly string[]): Promise<RedisReply>;
}

/**
 * All that reading and writing data asks of Redis. `key` names the slot, so that the same call works
 * on one Redis and on Redis Cluster.
 */
export interface Redis {
  /**
   * Sends one command to the node that holds `key`. Rejects with the server's error, or with a
   * connection error when it is unknown whether the command ran.
   */
  command(key: string, args: readonly string[]): Promise<RedisReply>;
  /** Every node that holds data: one for a single Redis, the masters of a cluster. */
  nodes(): Promise<RedisNode[]>;
}

/** Called with each message of a channel. */
export type ChannelListener = (message: string, channel: string) => void;

/**
 * A connection to one Redis, to the master that sentinels name, or to a Redis Cluster, that heals
 * itself. Commands are refused at once while it is broken; whether a command ran that was under way
 * when it broke is unknown.
 */
export interface RedisConnection extends Redis {
  /**
   * The connection to the node that holds `key`, as it is now: what is sent here goes there, or is
   * refused when it has broken since. For WAIT, which speaks of what this connection has written.
   */
  session(key: string): Pick<Redis, 'command'>;
  /** One more connection to the same Redis, for commands that block. Closed before this one. */
  another(name: string): Promise<RedisConnection>;
  /** Whether commands have a chance now; of a cluster: on one of its nodes at least. */
  isReady(): boolean;
  /** Listens on a sharded channel; again after every reconnection, without being asked. */
  subscribe(channel: string, listener: ChannelListener): Promise<void>;
  /** Called after each reconnection: messages may have been missed before. */
  onReconnect(listener: () => void): void;
  /** Answers what is under way, then closes. */
  close(): Promise<void>;
}

/** What connecting needs besides an address. */
export interface ConnectOptions {
  report: { failed(error: Error): void; ready(): void };
  /** Ends a connecting that still waits for Redis. */
  signal?: AbortSignal;
}
