import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import { hasJobs } from './jobs.ts';
import { type Migrations, migrations as ours } from './migrations/index.ts';

/** Where Kysely notes in the schema `records` which migrations were applied. */
export const MIGRATION_TABLE = 'migrations';
const ASK_EVERY_MS = 500;

/** What the database has of the schemas that a version needs. */
export interface SchemaState {
  /** The migrations of this version that are still to be applied. */
  pending: string[];
  /** Those that were applied and that this version doesn't know: a newer one has been here. */
  newer: string[];
  /** Whether the queues of jobs are there. */
  hasJobs: boolean;
}

/** Throws what the database answers, for example that this role may not look. */
export async function schemaState(
  db: Records,
  migrations: Migrations = ours,
): Promise<SchemaState> {
  const applied = await readApplied(db);
  const known = Object.keys(migrations);
  return {
    pending: known.filter((name) => !applied.has(name)),
    newer: [...applied].filter((name) => !known.includes(name)),
    hasJobs: await hasJobs(db),
  };
}

/**
 * Waits until the database has at least the schemas of this version. Says once why it waits; rejects only
 * when `signal` is aborted, with its reason.
 */
export async function waitForSchema(
  db: Records,
  {
    logger,
    signal,
    migrations = ours,
  }: {
    logger: { info(message: string): void };
    signal: AbortSignal;
    migrations?: Migrations;
  },
): Promise<void> {
  let said = '';
  for (;;) {
    signal.throwIfAborted();
    const missing = await whatIsMissing(db, migrations);
    if (missing === undefined) return;
    if (missing !== said) logger.info(`waiting for the schema of the records: ${missing}`);
    said = missing;
    await delay(ASK_EVERY_MS, undefined, { signal });
  }
}

/** The migrations that were not applied yet. */
export async function findPending(db: Records, migrations: Migrations): Promise<string[]> {
  const applied = await readApplied(db);
  return Object.keys(migrations).filter((name) => !applied.has(name));
}

async function whatIsMissing(db: Records, migrations: Migrations): Promise<string | undefined> {
  try {
    const state = await schemaState(db, migrations);
    if (state.pending.length > 0) return `migrations are missing: ${state.pending.join(', ')}`;
    return state.hasJobs ? undefined : 'the queues of jobs are missing';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function readApplied(db: Records): Promise<Set<string>> {
  const table = `records.${MIGRATION_TABLE}`;
  const { rows: found } = await sql<{ is_there: boolean }>`
    select to_regclass(${table}) is not null as is_there`.execute(db);
  if (found[0]?.is_there !== true) return new Set();
  const { rows } = await sql<{ name: string }>`
    select name from ${sql.table(table)} order by name`.execute(db);
  return new Set(rows.map(({ name }) => name));
}
