export * from './moment.ts';
export * from './money.ts';
