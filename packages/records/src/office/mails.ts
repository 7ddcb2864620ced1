import { type RawBuilder, sql } from 'kysely';
import type { PgBoss } from 'pg-boss';
import type { Records } from '../connect/open-records.ts';
import { type NewMail, queueMails, URGENCY } from '../delivery/queue-mails.ts';
import type { MailsRow } from '../schema/mail-tables.ts';

/** Which mails are wanted. */
export interface MailFilter {
  /** Only of these events; those of none belong to whoever may see all. */
  eventIds?: readonly string[] | undefined;
  orderId?: string | undefined;
  messageId?: string | undefined;
  kind?: string | undefined;
  state?: string | undefined;
  /** Only those queued before the one with this id, which was the last of the page before. */
  after?: string | undefined;
  limit: number;
}

/** Lists mails, the newest first, without what they say. */
export async function listMails(db: Records, filter: MailFilter): Promise<MailsRow[]> {
  const { eventIds, orderId, messageId, kind, state, after, limit } = filter;
  const conditions: RawBuilder<boolean>[] = [sql`true`];
  if (eventIds?.length === 1) conditions.push(sql`event_id = ${eventIds[0]}`);
  else if (eventIds !== undefined) conditions.push(sql`event_id = any(${eventIds}::text[])`);
  if (orderId !== undefined) conditions.push(sql`order_id = ${orderId}`);
  if (messageId !== undefined) conditions.push(sql`message_id = ${messageId}`);
  if (kind !== undefined) conditions.push(sql`kind = ${kind}`);
  if (state !== undefined) conditions.push(sql`state = ${state}`);
  if (after !== undefined) {
    conditions.push(sql`(queued_at, mail_id) < (
      select queued_at, mail_id from office.mails where mail_id = ${after})`);
  }
  return await db
    .selectFrom('office.mails')
    .selectAll()
    .where(sql<boolean>`${sql.join(conditions, sql` and `)}`)
    .orderBy('queued_at', 'desc')
    .orderBy('mail_id', 'desc')
    .limit(limit)
    .execute();
}

/** Reads a mail; undefined when there is no such one. */
export async function readMail(db: Records, mailId: string): Promise<MailsRow | undefined> {
  return await db
    .selectFrom('office.mails')
    .selectAll()
    .where('mail_id', '=', mailId)
    .executeTakeFirst();
}

/** A mail that somebody asks for. */
export type AskedMail = Pick<
  NewMail,
  'kind' | 'address' | 'language' | 'orderId' | 'eventId' | 'messageId' | 'about'
>;

/**
 * Queues a mail that somebody asks for, before those that nobody waits for; answers its id. Who asks for the same
 * (`key`) again within half a minute has clicked twice: it is sent once.
 */
export async function mailNow(
  { db, jobs }: { db: Records; jobs: PgBoss },
  key: string,
  mail: AskedMail,
): Promise<string> {
  const onceKey = `${key}:asked:${Math.floor(Date.now() / CLICKED_TWICE_MS)}`;
  return await db.transaction().execute(async (tx) => {
    const [mailId] = await queueMails({ tx, jobs }, [
      { ...mail, key: onceKey, urgency: URGENCY.personWaits },
    ]);
    if (mailId !== undefined) return mailId;
    const known = await tx
      .selectFrom('office.mails')
      .select('mail_id')
      .where('mail_key', '=', onceKey)
      .executeTakeFirstOrThrow();
    return known.mail_id;
  });
}

const CLICKED_TWICE_MS = 30_000;
