import { crc32 } from 'node:zlib';

// The names of all keys and channels of the ledger. Everything of a shard carries its hash tag
// {s0}, {s1}, ..., so that one script call touches one slot of a Redis Cluster.

/** Most shards there can be: an order id has two characters for its shard. */
export const MAX_SHARDS = 1024;

/** The consumer group of the order workers on every order stream. */
export const WORKER_GROUP = 'workers';

/** The shard of an event: the CRC-32 of its id, modulo the number of shards. Never changes. */
export function shardOf(text: string, shards: number): number {
  return shards === 1 ? 0 : crc32(text) % shards;
}

/** Hash: what was decided when the data was first created (the number of shards). */
export const LAYOUT_KEY = 'onsale:layout';

/** Stream: orders that wait to be settled, and those in work. */
export const orderStreamKey = (shard: number): string => `{s${shard}}:order-stream`;

/** Stream: entries that could not be settled. */
export const deadLetterKey = (shard: number): string => `{s${shard}}:dead-letters`;

/** Hash: the books, four fields for each ticket type (see `stockField`). */
export const stockKey = (shard: number): string => `{s${shard}}:stock`;

/** Hash: how many orders were ever placed, confirmed and rejected. */
export const countsKey = (shard: number): string => `{s${shard}}:counts`;

/** Hash: the applied catalog of this shard's events. */
export const catalogKey = (shard: number): string => `{s${shard}}:catalog`;

/** Characters of an order id that tell its second: eight, which are 1.024 s of the time in it. */
const SECOND_CHARACTERS = 8;

/** The second in which an order was made: how its id begins. */
export const orderSecond = (orderId: string): string => orderId.slice(0, SECOND_CHARACTERS);

/** Hash: the orders of one second, each a field named by its id (see `order-record.ts`). */
export const orderBucketKey = (shard: number, second: string): string =>
  `{s${shard}}:orders:${second}`;

/** Where the record of an order lies: its bucket and its field, as HGET takes them. */
export const orderAddress = (shard: number, orderId: string): [key: string, field: string] => [
  orderBucketKey(shard, orderSecond(orderId)),
  orderId,
];

/** Sorted set: the keys of all buckets of a shard, all with score 0 and so in the order of time. */
export const bucketIndexKey = (shard: number): string => `{s${shard}}:buckets`;

/** String: the order that was placed with an idempotency key, in the shard of its event. */
export const idempotencyKey = (shard: number, key: string): string =>
  `{s${shard}}:idempotency:${key}`;

/** Hash: the orders that use an idempotency key, and their shard; only with several shards. */
export const idempotencyClaimsKey = (homeShard: number, key: string): string =>
  `{s${homeShard}}:idempotency-claims:${key}`;

/** Sharded channel: told the ids of all orders of the shard whose status has changed. */
export const orderChangesChannel = (shard: number): string => `{s${shard}}:order-changes`;

/** A field of the stock hash. */
export const stockField = (ticketId: string, book: StockBook): string => `${ticketId}:${book}`;

export const STOCK_BOOKS = ['capacity', 'remaining', 'held', 'sold'] as const;
export type StockBook = (typeof STOCK_BOOKS)[number];
