export * from './connect/open-records.ts';
export type * from './schema/tables.ts';
export * from './archive/mark-archived.ts';
export * from './archive/recorded-order.ts';
