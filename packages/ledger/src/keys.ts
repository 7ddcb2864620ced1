import { crc32 } from 'node:zlib';

// The names of all keys and channels of the ledger. Every key of a shard carries its hash tag
// ({s0}, {s1}, ...), so that one script call touches one slot of a Redis Cluster.

/** Maximum number of shards: an order id has two characters for its shard, and rehearsals use one. */
export const MAX_SHARDS = 1023;

/** The shard of all rehearsal events, whatever the number of shards: stream, books and orders of its own. */
export const REHEARSAL_SHARD = 1023;

/** A shard as people and metrics name it: its number, or `rehearsal`. */
export const shardName = (shard: number): string =>
  shard === REHEARSAL_SHARD ? 'rehearsal' : String(shard);

/** The consumer group of the order workers on every order stream. */
export const WORKER_GROUP = 'workers';

/** The shard of an event that is no rehearsal: the CRC-32 of its id, modulo the number of shards. */
export function shardOf(text: string, shards: number): number {
  return shards === 1 ? 0 : crc32(text) % shards;
}

/** Hash: what was fixed when the data was created (the number of shards). */
export const LAYOUT_KEY = 'onsale:layout';

/**
 * String: says that this Redis was restored from an older backup, as the recorder has found: JSON with
 * the shard, what is recorded and what is here. Nothing is sold until an admin has decided.
 */
export const SET_BACK_KEY = 'onsale:set-back';

/** Hash: the seller's settings, with their revision. */
export const SELLER_KEY = '{s0}:seller';

/** Stream: orders waiting to be settled or being settled. */
export const orderStreamKey = (shard: number): string => `{s${shard}}:order-stream`;

/** Stream: entries that could not be settled. */
export const deadLetterKey = (shard: number): string => `{s${shard}}:dead-letters`;

/** Hash: the books, four fields for each ticket type (see `stockField`). */
export const stockKey = (shard: number): string => `{s${shard}}:stock`;

/** Hash: the books of pools, four fields for each (see `stockField`). */
export const poolsKey = (shard: number): string => `{s${shard}}:pools`;

/** Hash: the number of orders placed, and in each status now, archived ones included. */
export const countsKey = (shard: number): string => `{s${shard}}:counts`;

/** Hash: one event, with its revision, status and document. */
export const eventKey = (shard: number, eventId: string): string => `{s${shard}}:event:${eventId}`;

/** What every `eventKey` begins with; scripts append the event id. */
export const eventPrefix = (shard: number): string => eventKey(shard, '');

/** Sorted set: the ids of all events, by the number of their last change in this shard. */
export const eventsKey = (shard: number): string => `{s${shard}}:events`;

/** Sorted set: held orders, by the deadline (Unix, in ms) after which they expire. */
export const holdsKey = (shard: number): string => `{s${shard}}:holds`;

/** Sorted set: held orders whose payment is under way, by the time at which it is given up. */
export const openPaymentsKey = (shard: number): string => `{s${shard}}:open-payments`;

/** Hash: what each customer has of an event that limits it. */
export const boughtKey = (shard: number, eventId: string): string =>
  `{s${shard}}:bought:${eventId}`;

/** What every `boughtKey` begins with; scripts append the event id. */
export const boughtPrefix = (shard: number): string => boughtKey(shard, '');

/** Hash: the codes of an event, and how often each was used (see `codes/code.ts`). */
export const codesKey = (shard: number, eventId: string): string => `{s${shard}}:codes:${eventId}`;

/** What every `codesKey` begins with; scripts append the event id. */
export const codesPrefix = (shard: number): string => codesKey(shard, '');

/** Hash: what the line of an event does now: status, numbers, sums, and when it was last worked on. */
export const lineKey = (shard: number, eventId: string): string => `{s${shard}}:line:${eventId}`;

/** What every `lineKey` begins with; scripts append the event id. */
export const linePrefix = (shard: number): string => lineKey(shard, '');

/** Hash: what the seller has decided about a line while it goes on. */
export const lineSettingsKey = (shard: number, eventId: string): string =>
  `{s${shard}}:line-settings:${eventId}`;

/** Hash: the places of a line, by the place's id (see `waiting-room/place-record.ts`). */
export const linePlacesKey = (shard: number, eventId: string): string =>
  `{s${shard}}:line-places:${eventId}`;

/** What every `linePlacesKey` begins with; scripts append the event id. */
export const linePlacesPrefix = (shard: number): string => linePlacesKey(shard, '');

/** Sorted set: places in the lobby, by the order in which they came. */
export const lineLobbyKey = (shard: number, eventId: string): string =>
  `{s${shard}}:line-lobby:${eventId}`;

/** Sorted set: places that wait, by number; those that return to the front by a lower one. */
export const lineWaitingKey = (shard: number, eventId: string): string =>
  `{s${shard}}:line-waiting:${eventId}`;

/** Sorted set: places that have their turn, by when it ends (Unix, in ms). */
export const lineTurnsKey = (shard: number, eventId: string): string =>
  `{s${shard}}:line-turns:${eventId}`;

/** What every `lineTurnsKey` begins with; scripts append the event id. */
export const lineTurnsPrefix = (shard: number): string => lineTurnsKey(shard, '');

/** Sorted set: slowed places, by when they get a number (Unix, in ms). */
export const lineSlowedKey = (shard: number, eventId: string): string =>
  `{s${shard}}:line-slowed:${eventId}`;

/** Sorted set: places whose pages were closed, by when (Unix, in ms). */
export const lineAwayKey = (shard: number, eventId: string): string =>
  `{s${shard}}:line-away:${eventId}`;

/** Hash: how many places were asked for from each network, by a tag of it. */
export const lineNetworksKey = (shard: number, eventId: string): string =>
  `{s${shard}}:line-networks:${eventId}`;

/** Hash: seed and hashes of the draw. Only the waiting room may read it: the seed is secret until the draw. */
export const lineDrawKey = (shard: number, eventId: string): string =>
  `{s${shard}}:line-draw:${eventId}`;

/** Text: what the waiting room has seen of a line last, for the team: the time (Unix, in ms), then JSON. */
export const lineReportKey = (shard: number, eventId: string): string =>
  `{s${shard}}:line-report:${eventId}`;

/** List: counts of a line every ten seconds in which they change, the newest last. */
export const lineHistoryKey = (shard: number, eventId: string): string =>
  `{s${shard}}:line-history:${eventId}`;

/** Stream: every change of an order, for the readers that are registered. */
export const orderLogKey = (shard: number): string => `{s${shard}}:order-log`;

/** Hash: the position of each reader of the order log. Without a reader nothing is logged. */
export const logReadersKey = (shard: number): string => `{s${shard}}:log-readers`;

/** Hash: sums of the orders and events that have been archived. */
export const archiveKey = (shard: number): string => `{s${shard}}:archive`;

/** Leading characters of an order id that form its "second": eight, a unit of 1.024 s. */
const SECOND_CHARACTERS = 8;

/** The second in which an order was created: the start of its id. */
export const orderSecond = (orderId: string): string => orderId.slice(0, SECOND_CHARACTERS);

/** Hash: the orders of one second, by id (see `order-record.ts`). */
export const orderBucketKey = (shard: number, second: string): string =>
  `{s${shard}}:orders:${second}`;

/** The second of the orders in a bucket. */
export const secondOf = (bucket: string): string => bucket.slice(bucket.lastIndexOf(':') + 1);

/** Where an order's record is stored: its bucket and field, as HGET takes them. */
export const orderAddress = (shard: number, orderId: string): [key: string, field: string] => [
  orderBucketKey(shard, orderSecond(orderId)),
  orderId,
];

/** What every `paymentsKey` begins with; scripts append the second of the order. */
export const paymentsPrefix = (shard: number): string => `{s${shard}}:payments:`;

/** Hash: the payments of the orders of one second, by order id (see `payments/payment.ts`). */
export const paymentsKey = (shard: number, second: string): string =>
  `${paymentsPrefix(shard)}${second}`;

/** Sorted set: orders whose payment must be looked at, by when (Unix, in ms). */
export const paymentsDueKey = (shard: number): string => `{s${shard}}:payments-due`;

/** Hash: orders that have left Redis and whose payment is back, because money moves for them. */
export const archivedPaymentsKey = (shard: number): string => `{s${shard}}:archived-payments`;

/** Hash: how far the provider was asked for what no webhook had told, and who does it at present. */
export const PAYMENTS_SWEEP_KEY = '{s0}:payments-sweep';

/** Hash: when payments were last compared with the provider, and who does it at present. */
export const PAYMENTS_RECONCILE_KEY = '{s0}:payments-reconcile';

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

/** The name of a pool in its hash: pool ids are unique within their event only. */
export const poolName = (eventId: string, poolId: string): string => `${eventId}/${poolId}`;

/** The field of the stock hash that tells scripts the event, pool and sales window of a ticket type. */
export const rulesField = (ticketId: string): string => `${ticketId}:rules`;

/** A field of the stock hash, by ticket id, or of the hash of pools, by `poolName`. */
export const stockField = (name: string, book: StockBook): string => `${name}:${book}`;

export const STOCK_BOOKS = ['capacity', 'remaining', 'held', 'sold'] as const;
export type StockBook = (typeof STOCK_BOOKS)[number];
