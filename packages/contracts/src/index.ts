export * from './errors.ts';
export * from './interfaces.ts';
export * from './openapi.ts';
export * from './operation.ts';
export * from './redis-crud.ts';
export * from './schema.ts';
export * from './stream-entry.ts';
export * from './ticket-purchase.ts';
