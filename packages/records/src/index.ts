export * from './connect/open-records.ts';
export type * from './schema/tables.ts';
