import { type QueryExecutorProvider, sql } from 'kysely';
import { JOBS_SCHEMA } from './jobs.ts';
import { MIGRATION_TABLE } from './schema-state.ts';
import type { RecordsTables } from './tables.ts';

/** The login roles of the serving processes. */
export const RECORDER_ROLE = 'onsale_recorder';
export const OFFICE_ROLE = 'onsale_office';
export const DELIVERY_ROLE = 'onsale_delivery';

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
  'records.replaced_tickets': ['select'],
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
  'office.mails': WRITE,
  'office.mail_servers': ['select'],
  'office.webhook_endpoints': ALL,
  // Nobody reads a secret again but who signs with it.
  'office.webhook_secrets': ['insert'],
  'office.webhook_events': ADD,
  'office.webhook_deliveries': WRITE,
  'office.webhook_attempts': ['select'],
  'office.ticket_keys': ['select'],
  'office.documents': ['select'],
  'office.notices': ADD,
  'office.entrance_settings': ALL,
  'office.devices': ALL,
  // Nobody changes what was scanned, but for what became of it.
  'office.scans': WRITE,
  'office.check_ins': WRITE,
  'office.tasks': WRITE,
  'office.task_orders': WRITE,
};

/** What delivery may do; what was recorded, and what the team has set, it may only read. */
const DELIVERY_RIGHTS: Rights = {
  'records.shards': ['select'],
  'records.people': ['select'],
  'records.orders': ['select'],
  'records.order_lines': ['select'],
  'records.tickets': ['select'],
  'records.payments': ['select'],
  'records.refunds': ['select'],
  'records.events': ['select'],
  'office.settings': ['select'],
  'office.terms_versions': ['select'],
  'office.event_revisions': ['select'],
  // How many were sent.
  'office.messages': ['select', 'update'],
  'office.mails': ALL,
  'office.mail_servers': ALL,
  'office.webhook_endpoints': ['select', 'update'],
  'office.webhook_secrets': ['select', 'delete'],
  'office.webhook_events': ALL,
  'office.webhook_deliveries': ALL,
  'office.webhook_attempts': ALL,
  // Owners are told of an endpoint that was switched off.
  'office.members': ['select'],
  'office.grants': ['select'],
  'office.ticket_keys': ALL,
  // What was issued stays as it is.
  'office.documents': ADD,
  'office.document_numbers': WRITE,
  'office.notices': ALL,
  'office.told_versions': ALL,
  'office.order_links': ALL,
  'office.opt_outs': ALL,
  'office.buyer_attempts': ALL,
  'office.buyer_secret': ['select'],
  // What was issued stays as it is.
};

/** Every role, and whether it works in the schema `office`. */
const ROLE_RIGHTS: readonly { role: string; rights: Rights }[] = [
  { role: RECORDER_ROLE, rights: RECORDER_RIGHTS },
  { role: OFFICE_ROLE, rights: OFFICE_RIGHTS },
  { role: DELIVERY_ROLE, rights: DELIVERY_RIGHTS },
];

/** The login roles of the serving processes, by name. */
export const LOGIN_ROLES: readonly string[] = ROLE_RIGHTS.map(({ role }) => role);

/** Gives each role that is there exactly the rights that it needs. */
export async function grantRights(db: QueryExecutorProvider): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select rolname as name from pg_roles where rolname = any(${LOGIN_ROLES}::text[])`.execute(db);
  const jobs = sql.id(JOBS_SCHEMA);
  for (const { role: name, rights: rightsOf } of ROLE_RIGHTS) {
    if (!rows.some((row) => row.name === name)) continue;
    const role = sql.id(name);
    await sql`grant usage on schema records to ${role}`.execute(db);
    await sql`grant select on ${sql.table(`records.${MIGRATION_TABLE}`)} to ${role}`.execute(db);
    await sql`revoke all on all tables in schema office from ${role}`.execute(db);
    if (name !== RECORDER_ROLE) await sql`grant usage on schema office to ${role}`.execute(db);
    for (const [table, rights] of Object.entries(rightsOf)) {
      await sql`revoke all on ${sql.table(table)} from ${role}`.execute(db);
      await sql`grant ${sql.raw(rights.join(', '))} on ${sql.table(table)} to ${role}`.execute(db);
    }
    // Recorder and office wait until the queues are there, and add to them; delivery works them off, and
    // does what pg-boss needs to be done now and then.
    await sql`grant usage on schema ${jobs} to ${role}`.execute(db);
    await sql`revoke all on all tables in schema ${jobs} from ${role}`.execute(db);
    if (name === DELIVERY_ROLE) {
      await sql`grant select, insert, update, delete on all tables in schema ${jobs} to ${role}`.execute(
        db,
      );
      continue;
    }
    await sql`grant select on ${jobs}.version, ${jobs}.queue to ${role}`.execute(db);
    await sql`grant select, insert on ${jobs}.job_common to ${role}`.execute(db);
  }
}
