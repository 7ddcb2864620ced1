export * from './follow-stream.ts';
export type * from './generated/index.ts';
export * from './query-client.ts';
export * from './request.ts';
export * from './server-clock.ts';
export * from './trouble.ts';
export * from './with-jitter.ts';
