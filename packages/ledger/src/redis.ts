/** A reply in the shape of RESP2: text, numbers, nothing, or a list of these. */
export type RedisReply = string | number | null | RedisReply[];

/**
 * All that the ledger asks of a Redis connection. `key` names the slot, so that the same call works
 * on one Redis and on Redis Cluster; `connectRedis` of `@onsale/service-runtime` is one.
 */
export interface Redis {
  /**
   * Sends one command to the node that holds `key`.
   * Rejects with the server's error, or with a connection error when it is unknown whether the
   * command ran.
   */
  command(key: string, args: readonly string[]): Promise<RedisReply>;
  /** Every node that holds data, for scans: one for a single Redis, the masters of a cluster. */
  nodes(): Promise<RedisNode[]>;
}

/** One server of a Redis or of a cluster. */
export interface RedisNode {
  command(args: readonly string[]): Promise<RedisReply>;
}
