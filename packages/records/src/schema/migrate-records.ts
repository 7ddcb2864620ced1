import { sql, type Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Records } from '../connect/open-records.ts';
import { installJobs } from './jobs.ts';
import { type Migrations, migrations as ours } from './migrations/index.ts';
import { grantRights } from './rights.ts';
import { findPending, MIGRATION_TABLE } from './schema-state.ts';
import type { RecordsTables } from './tables.ts';

/** Of the advisory lock that lets one process migrate at a time. */
const LOCK = 6_674_253;
/** A table that somebody else uses for longer stops the migration, and not all who wait behind it. */
const LOCK_TIMEOUT = '10s';

/**
 * Makes the schemas what this version needs, with those of pg-boss, its queues, and the rights of the
 * roles that are there. What is right already stays as it is, and so does what a newer version has made.
 * Any number of processes may call it at once. Returns the names of the migrations that were applied;
 * when one of them fails, none of them is.
 */
export async function migrateRecords(
  db: Records,
  migrations: Migrations = ours,
): Promise<string[]> {
  return await db.transaction().execute(async (tx) => {
    await sql`select set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`.execute(tx);
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
    // By a transaction of its own, on a connection of its own.
    await installJobs(db);
    const applied = await applyMigrations(tx, migrations);
    await grantRights(tx);
    return applied;
  });
}

async function applyMigrations(
  tx: Transaction<RecordsTables>,
  migrations: Migrations,
): Promise<string[]> {
  // Kysely takes migrations that it doesn't know, those of a newer version, for a damage.
  const pending = await findPending(tx, migrations);
  if (pending.length === 0) return [];
  const migrator = new Migrator({
    db: tx,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableSchema: 'records',
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: `${MIGRATION_TABLE}_lock`,
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return results.map(({ migrationName }) => migrationName);
}
