export * from './connect/connect-records.ts';
export * from './connect/open-records.ts';
export * from './schema/jobs.ts';
export { migrateRecords } from './schema/migrate-records.ts';
export { OFFICE_ROLE, RECORDER_ROLE } from './schema/rights.ts';
export { schemaState, type SchemaState, waitForSchema } from './schema/schema-state.ts';
export { readRoles, type RoleSetup, setUpRoles } from './schema/set-up-roles.ts';
export type * from './schema/tables.ts';
