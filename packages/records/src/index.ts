export * from './archive/mark-archived.ts';
export * from './archive/read-recorded-orders.ts';
export * from './connect/connect-records.ts';
export * from './connect/open-records.ts';
export * from './orders/order-rows.ts';
export * from './orders/store-orders.ts';
export * from './schema/jobs.ts';
export { migrateRecords } from './schema/migrate-records.ts';
export { OFFICE_ROLE, RECORDER_ROLE } from './schema/rights.ts';
export { schemaState, type SchemaState, waitForSchema } from './schema/schema-state.ts';
export {
  readRoles,
  type RecordsPasswords,
  type RoleSetup,
  setUpRoles,
} from './schema/set-up-roles.ts';
export type * from './schema/tables.ts';
export * from './shards/read-shards.ts';
export * from './shards/with-shard.ts';
