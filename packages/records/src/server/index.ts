export { findPostgres } from './find-postgres.ts';
export { type PreparedPostgres, preparePostgres } from './prepare-postgres.ts';
export type { User } from './run-as.ts';
