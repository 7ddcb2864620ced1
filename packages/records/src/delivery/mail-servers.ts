import { type Selectable, sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import type { DkimFacts, MailServersTable } from '../schema/mail-tables.ts';

/** The row of a mail server. */
export type MailServerRow = Selectable<MailServersTable>;

/** What stands for a server where there is none. */
export const NO_MAIL_SERVER = '(none)';

/** A server that a process is about to send by. */
export interface RegisteredServer {
  server: string;
  perS: number;
  dkim?: DkimFacts | undefined;
}

/** Says that mails are sent by this server, and how many a second it may be given. */
export async function registerMailServer(
  db: Records,
  { server, perS, dkim }: RegisteredServer,
): Promise<void> {
  const values = { per_s: perS, dkim: dkim === undefined ? null : JSON.stringify(dkim) };
  await db
    .insertInto('office.mail_servers')
    .values({ server, ...values })
    .onConflict((conflict) =>
      conflict.column('server').doUpdateSet({ ...values, seen_at: sql`now()` }),
    )
    .execute();
}

/** What was seen of a server while it took mails. */
export interface MailContact {
  sentAt?: Date | undefined;
  maxBytes?: number | undefined;
  isEncrypted?: boolean | undefined;
  sender?: string | undefined;
}

/** How much faster a server that asked for less is tried again, with each time that it is noted that it works. */
const FASTER = 1.1;

/** Notes that a server works; what it was slowed down by wears off. */
export async function noteMailContact(
  db: Records,
  server: string,
  { sentAt, maxBytes, isEncrypted, sender }: MailContact,
): Promise<void> {
  const isSent = sentAt !== undefined;
  await db
    .updateTable('office.mail_servers')
    .set({
      seen_at: sql`now()`,
      ...(maxBytes === undefined ? {} : { max_bytes: maxBytes }),
      ...(isEncrypted === undefined ? {} : { is_encrypted: isEncrypted }),
      ...(sender === undefined ? {} : { sender }),
      ...(isSent ? { last_sent_at: sentAt, failures: 0, refusals: 0, paused_until: null } : {}),
      ...(isSent
        ? {
            slowed_per_s: sql<number | null>`case
              when slowed_per_s * ${FASTER} < per_s then slowed_per_s * ${FASTER} end`,
          }
        : {}),
    })
    .where('server', '=', server)
    .execute();
}

/** What was wrong with a server. */
export interface MailFailure {
  answer: string;
  answerCode?: number | undefined;
  /** It takes mails, but wants fewer. */
  isTooFast: boolean;
  /** How long nothing is sent, by how often that has happened since it last took a mail, from 0. */
  pauseMs: (failures: number) => number;
}

const SLOWER = 0.5;
/** Slower than this, nobody is served; in a second. */
const SLOWEST_PER_S = 0.1;

/**
 * Pauses a server that can't be used; several mails that fail at the same time, of any process, make one
 * pause. Answers whether it was this one that made it.
 */
export async function pauseMailServer(
  db: Records,
  server: string,
  { answer, answerCode, isTooFast, pauseMs }: MailFailure,
): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('office.mail_servers')
      .select(['failures', 'per_s', 'slowed_per_s'])
      .select(sql<boolean>`coalesce(paused_until > clock_timestamp(), false)`.as('is_paused'))
      .where('server', '=', server)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined || row.is_paused) return false;
    const slowed = Math.max(SLOWEST_PER_S, (row.slowed_per_s ?? row.per_s) * SLOWER);
    await tx
      .updateTable('office.mail_servers')
      .set({
        paused_until: sql`clock_timestamp() + make_interval(secs => ${pauseMs(row.failures) / 1000})`,
        ...{ failures: row.failures + 1, refusals: 0, last_failed_at: sql`now()` },
        ...{ last_failure: answer.slice(0, 500), last_failure_code: answerCode ?? null },
        ...(isTooFast ? { slowed_per_s: Math.min(slowed, row.per_s) } : {}),
      })
      .where('server', '=', server)
      .execute();
    return true;
  });
}

/** Notes that a server has refused a mail for good; answers how many it has, one after the other. */
export async function noteMailRefusal(db: Records, server: string): Promise<number> {
  const row = await db
    .updateTable('office.mail_servers')
    .set({ refusals: (eb) => eb('refusals', '+', 1), seen_at: sql`now()` })
    .where('server', '=', server)
    .returning('refusals')
    .executeTakeFirst();
  return row?.refusals ?? 0;
}

/** How many mails wait, and how old the oldest is that could leave. */
export interface MailQueue {
  /** Could leave now. */
  waiting: number;
  /** Wait for their time, or for another attempt. */
  later: number;
  /** When the first of those became due that could leave. */
  oldestDueAt: Date | undefined;
}

export async function readMailQueue(db: Records): Promise<MailQueue> {
  const row = await db
    .selectFrom('office.mails')
    .select([
      sql<number>`count(*) filter (where due_at <= now())`.as('waiting'),
      sql<number>`count(*) filter (where due_at > now())`.as('later'),
      sql<Date | null>`min(due_at) filter (where due_at <= now())`.as('oldest'),
    ])
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return { waiting: row.waiting, later: row.later, oldestDueAt: row.oldest ?? undefined };
}

/** The server that delivery uses at present, as far as anybody knows; of several, the one used last. */
export async function readMailServer(db: Records): Promise<MailServerRow | undefined> {
  return await db
    .selectFrom('office.mail_servers')
    .selectAll()
    .orderBy('seen_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** What has become of mails lately. */
export interface MailCounts {
  sentLastMinute: number;
  failedLastDay: number;
}

export async function countMails(db: Records): Promise<MailCounts> {
  const { rows } = await sql<{ sent: number; failed: number }>`
    select
      (select count(*) from office.mails
        where state in ('sent', 'kept') and ended_at > now() - interval '1 minute') as sent,
      (select count(*) from office.mails
        where state = 'failed' and ended_at > now() - interval '1 day') as failed`.execute(db);
  return { sentLastMinute: rows[0]?.sent ?? 0, failedLastDay: rows[0]?.failed ?? 0 };
}
