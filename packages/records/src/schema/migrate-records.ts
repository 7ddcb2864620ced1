import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Records } from '../connect/open-records.ts';
import { installJobs } from './jobs.ts';
import { type Migrations, migrations as ours } from './migrations/index.ts';
import { grantRights } from './rights.ts';
import { findPending, MIGRATION_TABLE } from './schema-state.ts';

/** Of the advisory lock that lets one process migrate at a time. */
const LOCK = 6_674_253;
/** How often a migration is tried that others have stopped with their locks: a deadlock, or too long a wait. */
const MOST_TRIES = 5;
const OTHERS_LOCKS = new Set(['40P01', '55P03']);
/** A table that somebody else uses for longer stops the migration, and not all who wait behind it. */
const LOCK_TIMEOUT = '10s';

/**
 * Makes the schemas what this version needs, with those of pg-boss, its queues, and the rights of the
 * roles that are there. What is right already stays as it is, and so does what a newer version has made.
 * Any number of processes may call it at once. Returns the names of the migrations that were applied;
 * when one of them fails, none of them is, and this throws why. Takes two connections.
 */
export async function migrateRecords(
  db: Records,
  migrations: Migrations = ours,
): Promise<string[]> {
  return await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
    await installJobs(db);
    const pending = await findPending(db, migrations);
    // Kysely takes migrations that it doesn't know, those of a newer version, for a damage.
    if (pending.length > 0) await retry(() => applyMigrations(db, migrations));
    else await db.transaction().execute(grantRights);
    return pending;
  });
}

// Nothing of a try stays.
async function retry(apply: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await apply();
    } catch (error) {
      const { code = '' } = error as { code?: string };
      if (tries === MOST_TRIES || !OTHERS_LOCKS.has(code)) throw error;
    }
  }
}

// All in one transaction, and the rights with them: whoever has waited for the last migration has its rights.
async function applyMigrations(db: Records, migrations: Migrations): Promise<void> {
  const last = Object.keys(migrations).toSorted().at(-1);
  const steps = Object.entries(migrations).map(([name, migration]): [string, Migration] => [
    name,
    {
      up: async (tx) => {
        await sql`select set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`.execute(tx);
        await stopRecorders(tx);
        await migration.up(tx);
        if (name === last) await grantRights(tx);
      },
    },
  ]);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(Object.fromEntries(steps)) },
    migrationTableSchema: 'records',
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: `${MIGRATION_TABLE}_lock`,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/**
 * Whoever changes what is recorded locks the row of a shard first. So nobody who waits for the migration has
 * a lock that it needs.
 */
async function stopRecorders(tx: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ is_there: boolean }>`
    select to_regclass('records.shards') is not null as is_there`.execute(tx);
  if (rows[0]?.is_there !== true) return;
  await sql`lock table records.shards in access exclusive mode`.execute(tx);
}
