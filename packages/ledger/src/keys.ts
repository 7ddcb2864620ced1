import { crc32 } from 'node:zlib';

// The names of all keys and channels of the ledger. Every key of a shard carries its hash tag
// ({s0}, {s1}, ...), so that one script call touches one slot of a Redis Cluster.

/** Maximum number of shards: an order id has two characters for its shard. */
export const MAX_SHARDS = 1024;

/** The consumer group of the order workers on every order stream. */
export const WORKER_GROUP = 'workers';

/** The shard of an event: the CRC-32 of its id, modulo the number of shards. Never changes. */
export function shardOf(text: string, shards: number): number {
  return shards === 1 ? 0 : crc32(text) % shards;
}

/** Hash: what was fixed when the data was created (the number of shards). */
export const LAYOUT_KEY = 'onsale:layout';

/** Stream: orders waiting to be settled or being settled. */
export const orderStreamKey = (shard: number): string => `{s${shard}}:order-stream`;

/** Stream: entries that could not be settled. */
export const deadLetterKey = (shard: number): string => `{s${shard}}:dead-letters`;

/** Hash: the books, four fields for each ticket type (see `stockField`). */
export const stockKey = (shard: number): string => `{s${shard}}:stock`;

/** Hash: total numbers of orders placed, confirmed and rejected. */
export const countsKey = (shard: number): string => `{s${shard}}:counts`;

/** Hash: the applied catalog of this shard's events. */
export const catalogKey = (shard: number): string => `{s${shard}}:catalog`;

/** Leading characters of an order id that form its "second": eight, a unit of 1.024 s. */
const SECOND_CHARACTERS = 8;

/** The second in which an order was created: the start of its id. */
export const orderSecond = (orderId: string): string => orderId.slice(0, SECOND_CHARACTERS);

/** Hash: the orders of one second, by id (see `order-record.ts`). */
export const orderBucketKey = (shard: number, second: string): string =>
  `{s${shard}}:orders:${second}`;

/** Where an order's record is stored: its bucket and field, as HGET takes them. */
export const orderAddress = (shard: number, orderId: string): [key: string, field: string] => [
  orderBucketKey(shard, orderSecond(orderId)),
  orderId,
];

/** Sorted set: the keys of all buckets of a shard, all with score 0 and so in order of time. */
export const bucketIndexKey = (shard: number): string => `{s${shard}}:buckets`;

/** String: the order placed with an idempotency key, in the shard of its event. */
export const idempotencyKey = (shard: number, key: string): string =>
  `{s${shard}}:idempotency:${key}`;

/** Hash: the orders that use an idempotency key, with their shard; only with several shards. */
export const idempotencyClaimsKey = (homeShard: number, key: string): string =>
  `{s${homeShard}}:idempotency-claims:${key}`;

/** Sharded channel: the ids of the shard's orders whose status has changed. */
export const orderChangesChannel = (shard: number): string => `{s${shard}}:order-changes`;

/** A field of the stock hash. */
export const stockField = (ticketId: string, book: StockBook): string => `${ticketId}:${book}`;

export const STOCK_BOOKS = ['capacity', 'remaining', 'held', 'sold'] as const;
export type StockBook = (typeof STOCK_BOOKS)[number];
