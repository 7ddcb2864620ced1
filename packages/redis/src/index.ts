export * from './connect.ts';
export * from './connection.ts';
export * from './cluster/key-slot.ts';
export * from './durability.ts';
export * from './errors.ts';
export * from './install-functions.ts';
export * from './request-count.ts';
export * from './script.ts';
