export { type PreparedPostgres, preparePostgres } from './prepare-postgres.ts';
