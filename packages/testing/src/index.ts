export * from './check-sale.ts';
export * from './crowd.ts';
export * from './eventually.ts';
export * from './free-port.ts';
export * from './redis-cluster.ts';
export * from './redis-server.ts';
export * from './service-process.ts';
export * from './system.ts';
