import { randomBytes } from 'node:crypto';
import type { MessageAudience, MessageInput } from '@onsale/contracts';
import { ANONYMIZED } from '@onsale/ledger';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import { fromKysely, type PgBoss } from 'pg-boss';
import type { Records } from '../connect/open-records.ts';
import { MESSAGES } from '../schema/jobs.ts';
import type { MessagesTable } from '../schema/report-tables.ts';

/** A message as it is stored. */
export type StoredMessage = Selectable<MessagesTable>;

/** A job of the queue `MESSAGES`. */
export interface MessageJob {
  messageId: string;
  /** Of a test: the only one who gets it. */
  testTo?: string;
  /** Otherwise: what was scheduled. It is nobody's any more when the message has another one. */
  revision?: number;
}

/** Why a message could not be changed. */
export type MessageRefusal = 'missing' | 'changed' | 'not-draft';

/** Which message, of which event, and how it was read. */
interface ReadMessage {
  eventId: string;
  messageId: string;
  revision: number;
}

/** Begins a message. */
export async function createMessage(
  db: Records,
  eventId: string,
  { subject, body, audience, createdBy }: MessageInput & { createdBy: string },
): Promise<StoredMessage> {
  return await db
    .insertInto('office.messages')
    .values({
      ...{ message_id: `msg_${randomBytes(9).toString('hex')}`, event_id: eventId, subject, body },
      ...{ audience: JSON.stringify(audience), state: 'draft', send_at: null },
      created_by: createdBy,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Reads a message; undefined when the event has no such one. */
export async function readMessage(
  db: Records,
  eventId: string,
  messageId: string,
): Promise<StoredMessage | undefined> {
  return await db
    .selectFrom('office.messages')
    .selectAll()
    .where('event_id', '=', eventId)
    .where('message_id', '=', messageId)
    .executeTakeFirst();
}

/** The messages of an event, the newest first, after the one with the id `after`. */
export async function listMessages(
  db: Records,
  eventId: string,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<StoredMessage[]> {
  const isAfter = sql<boolean>`(created_at, message_id) < (
    select created_at, message_id from office.messages where message_id = ${after ?? ''})`;
  return await db
    .selectFrom('office.messages')
    .selectAll()
    .where('event_id', '=', eventId)
    .$if(after !== undefined, (query) => query.where(isAfter))
    .orderBy('created_at', 'desc')
    .orderBy('message_id', 'desc')
    .limit(limit)
    .execute();
}

/** Changes a draft. */
export async function replaceMessage(
  db: Records,
  message: ReadMessage,
  { subject, body, audience }: MessageInput,
): Promise<StoredMessage | MessageRefusal> {
  const changed = await db
    .updateTable('office.messages')
    .set({ subject, body, audience: JSON.stringify(audience), ...next() })
    .where(isDraft(message))
    .returningAll()
    .executeTakeFirst();
  return changed ?? (await refusalOf(db, message));
}

/** Deletes a draft. */
export async function deleteMessage(
  db: Records,
  message: ReadMessage,
): Promise<'deleted' | MessageRefusal> {
  const deleted = await db
    .deleteFrom('office.messages')
    .where(isDraft(message))
    .returning('message_id')
    .executeTakeFirst();
  return deleted === undefined ? await refusalOf(db, message) : 'deleted';
}

/** Leaves a job for delivery that is due at `sendAt`, in the same transaction. */
export async function scheduleMessage(
  { db, jobs }: { db: Records; jobs: PgBoss },
  message: ReadMessage,
  sendAt: Date,
): Promise<StoredMessage | MessageRefusal> {
  const scheduled = await db.transaction().execute(async (tx) => {
    const row = await tx
      .updateTable('office.messages')
      .set({ state: 'scheduled', send_at: sendAt, ...next() })
      .where(isDraft(message))
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const data: MessageJob = { messageId: row.message_id, revision: row.revision };
    await jobs.insert(MESSAGES, [{ data, startAfter: sendAt }], { db: fromKysely(tx) });
    return row;
  });
  return scheduled ?? (await refusalOf(db, message));
}

/** Leaves a job that sends a message to one address alone, at once. */
export async function sendTest(jobs: PgBoss, messageId: string, testTo: string): Promise<void> {
  const data: MessageJob = { messageId, testTo };
  await jobs.insert(MESSAGES, [{ data }]);
}

/**
 * Makes a scheduled message a draft again, and stops one that is being sent: its mails that have not left yet
 * never will. Its job finds another revision, and does nothing.
 */
export async function stopMessage(
  db: Records,
  { eventId, messageId }: Pick<ReadMessage, 'eventId' | 'messageId'>,
): Promise<StoredMessage | 'missing' | 'not-scheduled'> {
  const stopped = await db.transaction().execute(async (tx) => {
    const { rows } = await sql<StoredMessage>`
      update office.messages set revision = revision + 1, changed_at = now(),
        send_at = case when state = 'scheduled' then null else send_at end,
        state = case when state = 'scheduled' then 'draft' else 'stopped' end
      where event_id = ${eventId} and message_id = ${messageId} and state in ('scheduled', 'sending')
      returning *`.execute(tx);
    if (rows[0]?.state !== 'stopped') return rows[0];
    await sql`
      update office.mails set state = 'skipped', ended_at = now()
      where message_id = ${messageId} and state = 'waiting'`.execute(tx);
    const { rows: counted } = await sql<StoredMessage>`
      update office.messages set
        sent = (select count(*) from office.mails
          where message_id = ${messageId} and state in ('sent', 'kept') and mail_key like 'message:%'),
        failed = (select count(*) from office.mails
          where message_id = ${messageId} and state = 'failed' and mail_key like 'message:%')
      where message_id = ${messageId} returning *`.execute(tx);
    return counted[0];
  });
  if (stopped !== undefined) return stopped;
  return (await readMessage(db, eventId, messageId)) === undefined ? 'missing' : 'not-scheduled';
}

/** How many buyers a message would reach, each once, and how many orders they have of these. */
export async function countAudience(
  db: Records,
  eventId: string,
  audience: MessageAudience,
): Promise<{ buyers: number; orders: number }> {
  const { rows } = await sql<{ buyers: number; orders: number }>`
    select count(distinct o.person_id) as buyers, count(*) as orders
    from ${audienceOf(eventId, audience)}`.execute(db);
  return rows[0] ?? { buyers: 0, orders: 0 };
}

/** The orders `o` and the people `p` that a message is addressed to; more conditions may follow. */
export function audienceOf(
  eventId: string,
  { orders, ticketIds }: MessageAudience,
): RawBuilder<unknown> {
  const hasTicket =
    ticketIds === undefined
      ? sql`true`
      : sql`exists (
          select from records.order_lines l join records.tickets t using (order_id, line)
          where l.order_id = o.order_id and l.ticket_id = any(${ticketIds}::text[])
            and (t.state <> 'void' or o.status not in ('confirmed', 'held')))`;
  return sql`records.orders o join records.people p using (person_id)
    where o.event_id = ${eventId} and o.status = any(${orders}::text[]) and o.given_up_at is null
      and p.address <> ${ANONYMIZED} and ${hasTicket}`;
}

const next = () => ({ revision: sql<number>`revision + 1`, changed_at: sql<Date>`now()` });

const isDraft = ({ eventId, messageId, revision }: ReadMessage) => sql<boolean>`
  event_id = ${eventId} and message_id = ${messageId} and revision = ${revision} and state = 'draft'`;

async function refusalOf(db: Records, message: ReadMessage): Promise<MessageRefusal> {
  const there = await readMessage(db, message.eventId, message.messageId);
  if (there === undefined) return 'missing';
  return there.revision === message.revision ? 'not-draft' : 'changed';
}
