import { type QueryExecutorProvider, sql } from 'kysely';
import { JOBS_SCHEMA } from './jobs.ts';
import { MIGRATION_TABLE } from './schema-state.ts';
import type { RecordsTables } from './tables.ts';

/** The login roles of the serving processes. */
export const RECORDER_ROLE = 'onsale_recorder';
export const OFFICE_ROLE = 'onsale_office';

type Right = 'select' | 'insert' | 'update' | 'delete';

const ADD: readonly Right[] = ['select', 'insert'];
const WRITE: readonly Right[] = ['select', 'insert', 'update'];
const ALL: readonly Right[] = [...WRITE, 'delete'];

type Rights = Readonly<Partial<Record<keyof RecordsTables, readonly Right[]>>>;

/** What the recorder may do with each table that it needs. */
const RECORDER_RIGHTS: Rights = {
  'records.shards': WRITE,
  'records.people': WRITE,
  'records.orders': WRITE,
  'records.order_lines': ADD,
  'records.tickets': WRITE,
  'records.payments': WRITE,
  'records.changes': ADD,
  'records.rejections': WRITE,
  'records.events': WRITE,
  // One that was noted in the order first is that of its payment later.
  'records.refunds': ALL,
  'records.disputes': WRITE,
  // Those of an event are made anew when its time zone changes.
  'records.order_sums': ALL,
  'records.ticket_sums': ALL,
  'records.payment_sums': ALL,
};

/** What the office may do with its own tables; what was recorded it may only read. */
const OFFICE_RIGHTS: Rights = {
  ...(Object.fromEntries(
    Object.keys(RECORDER_RIGHTS).map((table) => [table, ['select']]),
  ) as Rights),
  'records.payment_references': ['select'],
  'office.grants': ALL,
  'office.api_keys': WRITE,
  // Nobody changes what has happened, but for how it ended.
  'office.activity': WRITE,
  'office.answers': ALL,
  'office.pictures': ALL,
  'office.picture_sizes': ADD,
  'office.event_revisions': ALL,
  'office.settings': WRITE,
  // Buyers have accepted them.
  'office.terms_versions': ADD,
  'office.members': ALL,
  'office.sessions': ALL,
  'office.accounts': ALL,
  'office.verifications': ALL,
  'office.two_factors': ALL,
  'office.passkeys': ALL,
  'office.links': ALL,
  'office.attempts': ALL,
  'office.notes': ALL,
  'office.messages': ALL,
  'office.tasks': WRITE,
  'office.task_orders': WRITE,
};

/** Gives each role that is there exactly the rights that it needs. */
export async function grantRights(db: QueryExecutorProvider): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select rolname as name from pg_roles where rolname in (${RECORDER_ROLE}, ${OFFICE_ROLE})`.execute(
    db,
  );
  for (const { name } of rows) {
    const role = sql.id(name);
    await sql`grant usage on schema records to ${role}`.execute(db);
    await sql`grant select on ${sql.table(`records.${MIGRATION_TABLE}`)} to ${role}`.execute(db);
    await sql`revoke all on all tables in schema office from ${role}`.execute(db);
    const rightsOf = name === OFFICE_ROLE ? OFFICE_RIGHTS : RECORDER_RIGHTS;
    if (name === OFFICE_ROLE) await sql`grant usage on schema office to ${role}`.execute(db);
    for (const [table, rights] of Object.entries(rightsOf)) {
      await sql`revoke all on ${sql.table(table)} from ${role}`.execute(db);
      await sql`grant ${sql.raw(rights.join(', '))} on ${sql.table(table)} to ${role}`.execute(db);
    }
    // Both wait until the queues are there, and add to them.
    const jobs = sql.id(JOBS_SCHEMA);
    await sql`grant usage on schema ${jobs} to ${role}`.execute(db);
    await sql`revoke all on all tables in schema ${jobs} from ${role}`.execute(db);
    await sql`grant select on ${jobs}.version, ${jobs}.queue to ${role}`.execute(db);
    await sql`grant select, insert on ${jobs}.job_common to ${role}`.execute(db);
  }
}
