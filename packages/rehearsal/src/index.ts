export type * from './evidence.ts';
export { judgePromises } from './promises/judge-promises.ts';
