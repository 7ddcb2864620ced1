export * from './count.ts';
export * from './event-time.ts';
export * from './loaded-texts.ts';
export * from './locale.ts';
export * from './moment.ts';
export * from './money.ts';
export * from './place.ts';
export * from './wall-clock.ts';
