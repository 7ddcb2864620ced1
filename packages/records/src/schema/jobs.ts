import { sql } from 'kysely';
import { fromKysely, getConstructionPlans, getMigrationPlans, PgBoss } from 'pg-boss';
import type { Records } from '../connect/open-records.ts';

/** The schema of pg-boss. */
export const JOBS_SCHEMA = 'jobs';
/** Changes of orders that delivery may have to tell somebody. */
export const ORDER_CHANGES = 'order-changes';
/** Changes of events, the same. */
export const EVENT_CHANGES = 'event-changes';
/** Messages to buyers, each due when it is to leave: delivery finds out who gets it. */
export const MESSAGES = 'messages';
/** Requests for the links to all orders of an address. */
export const ORDER_LINKS = 'order-links';
/** Mails: one job for each that is to leave. */
export const MAILS = 'mails';
/** Webhooks: one job for each that is to be delivered. */
export const WEBHOOKS = 'webhooks';
const QUEUES = [ORDER_CHANGES, EVENT_CHANGES, MESSAGES, ORDER_LINKS, MAILS, WEBHOOKS];
/** What this version of pg-boss calls the version of its schema. */
const JOBS_VERSION = 46;
/** By then, a mail about a change is of no use to anybody. */
const KEEP_JOBS_SECONDS = 30 * 24 * 3600;

/** How often a process that looks after the queues gives back what dead ones have left. */
const SUPERVISE_EVERY_S = 5;

/**
 * Starts pg-boss on the connections of `db`, to add and fetch jobs. A job that belongs to a transaction is added
 * with `{ db: fromKysely(tx) }`. Stop it after use; `db` stays open.
 */
export async function openJobs(db: Records, onError: (error: Error) => void): Promise<PgBoss> {
  const version = await readJobsVersion(db);
  const boss = new PgBoss({ db: fromKysely(db), supervise: false, ...inSchemaOf(version) });
  return await boss.on('error', onError).start();
}

/**
 * Looks after the queues, until it is stopped: gives back what dead processes have left, and removes what is over.
 * It needs the rights of delivery. It has a connection of its own, because it sends several statements in one, of
 * whose results Kysely sees none.
 */
export async function superviseJobs(
  db: Records,
  { url, name, onError }: { url: string; name: string; onError: (error: Error) => void },
): Promise<PgBoss> {
  const version = await readJobsVersion(db);
  const boss = new PgBoss({
    ...{ connectionString: url, application_name: name, max: 1 },
    ...{ superviseIntervalSeconds: SUPERVISE_EVERY_S, monitorIntervalSeconds: SUPERVISE_EVERY_S },
    ...inSchemaOf(version),
  });
  return await boss.on('error', onError).start();
}

function inSchemaOf(version: number | undefined) {
  return {
    schema: JOBS_SCHEMA,
    // Whoever owns the tables can do that; no process that serves does.
    reindex: false,
    schedule: false,
    registerInstance: false,
    // Otherwise it refuses a schema that is newer than itself, which it can use.
    migrate: version !== undefined && version > JOBS_VERSION,
  };
}

/** Makes the schema of pg-boss and its queues what this version needs; a newer one is left alone. */
export async function installJobs(db: Records): Promise<void> {
  const version = await readJobsVersion(db);
  if (version !== undefined && version > JOBS_VERSION) return;
  await db.connection().execute(async (connection) => {
    try {
      // It begins and commits a transaction of its own.
      if (version !== JOBS_VERSION) await sql.raw(planInstall(version)).execute(connection);
    } catch (error) {
      await sql`rollback`.execute(connection);
      throw error;
    }
    const failures: Error[] = [];
    const boss = await openJobs(connection, (error) => failures.push(error));
    try {
      for (const queue of QUEUES) {
        await boss.createQueue(queue, { retentionSeconds: KEEP_JOBS_SECONDS });
      }
    } finally {
      await boss.stop();
    }
    if (failures[0] !== undefined) throw failures[0];
  });
}

/** Whether the schema of pg-boss is at least the one that this version uses, with all queues. */
export async function hasJobs(db: Records): Promise<boolean> {
  const version = await readJobsVersion(db);
  if (version === undefined || version < JOBS_VERSION) return false;
  const { rows } = await sql`
    select from ${sql.table(`${JOBS_SCHEMA}.queue`)} where name = any(${QUEUES}::text[])`.execute(
    db,
  );
  return rows.length === QUEUES.length;
}

function planInstall(version: number | undefined): string {
  return version === undefined
    ? getConstructionPlans(JOBS_SCHEMA)
    : getMigrationPlans(JOBS_SCHEMA, version);
}

/** Undefined where pg-boss isn't installed. */
async function readJobsVersion(db: Records): Promise<number | undefined> {
  const table = `${JOBS_SCHEMA}.version`;
  const { rows: found } = await sql<{ is_there: boolean }>`
    select to_regclass(${table}) is not null as is_there`.execute(db);
  if (found[0]?.is_there !== true) return undefined;
  const { rows } = await sql<{ version: number }>`
    select version from ${sql.table(table)}`.execute(db);
  return rows[0]?.version;
}
