import type { Migration } from 'kysely/migration';
import * as records from './0001-records.ts';

/**
 * All migrations by name, applied in the order of their names. One that was released is never changed.
 * Each only adds, so that the version before goes on working beside it: what nothing uses any more is
 * removed a version later.
 */
export const migrations: Migrations = {
  '0001-records': records,
};

export type Migrations = Readonly<Record<string, Migration>>;
