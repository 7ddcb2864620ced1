import { type QueryExecutorProvider, sql } from 'kysely';
import { JOBS_SCHEMA } from './jobs.ts';
import { MIGRATION_TABLE } from './schema-state.ts';
import type { RecordsTables } from './tables.ts';

/** The login roles of the serving processes. */
export const RECORDER_ROLE = 'onsale_recorder';
export const OFFICE_ROLE = 'onsale_office';

type Right = 'select' | 'insert' | 'update';

const ADD: readonly Right[] = ['select', 'insert'];
const WRITE: readonly Right[] = ['select', 'insert', 'update'];

/** What the recorder may do with each table; the office reads all of them. */
const RECORDER_RIGHTS: Readonly<Record<keyof RecordsTables, readonly Right[]>> = {
  'records.shards': WRITE,
  'records.people': WRITE,
  'records.orders': WRITE,
  'records.order_lines': ADD,
  'records.tickets': WRITE,
  'records.payments': WRITE,
  'records.changes': ADD,
  'records.rejections': WRITE,
};

/** Gives each role that is there exactly the rights that it needs. */
export async function grantRights(db: QueryExecutorProvider): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select rolname as name from pg_roles where rolname in (${RECORDER_ROLE}, ${OFFICE_ROLE})`.execute(
    db,
  );
  const tables = Object.keys(RECORDER_RIGHTS) as (keyof RecordsTables)[];
  for (const { name } of rows) {
    const role = sql.id(name);
    await sql`grant usage on schema records to ${role}`.execute(db);
    await sql`grant select on ${sql.table(`records.${MIGRATION_TABLE}`)} to ${role}`.execute(db);
    for (const table of tables) {
      const rights = name === OFFICE_ROLE ? ['select'] : RECORDER_RIGHTS[table];
      await sql`revoke all on ${sql.table(table)} from ${role}`.execute(db);
      await sql`grant ${sql.raw(rights.join(', '))} on ${sql.table(table)} to ${role}`.execute(db);
    }
    // Both wait until the queues are there; the recorder adds to them.
    const jobs = sql.id(JOBS_SCHEMA);
    await sql`grant usage on schema ${jobs} to ${role}`.execute(db);
    await sql`revoke all on all tables in schema ${jobs} from ${role}`.execute(db);
    await sql`grant select on ${jobs}.version, ${jobs}.queue to ${role}`.execute(db);
    if (name !== RECORDER_ROLE) continue;
    await sql`grant select, insert on ${jobs}.job_common to ${role}`.execute(db);
  }
}
