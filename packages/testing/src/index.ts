export * from './eventually.ts';
export * from './redis-server.ts';
export * from './service-process.ts';
