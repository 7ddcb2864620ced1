export * from './connect/open-records.ts';
export * from './orders/order-rows.ts';
export * from './orders/store-orders.ts';
export type * from './schema/tables.ts';
export * from './shards/read-shards.ts';
export * from './shards/with-shard.ts';
