import { sql } from 'kysely';
import { audienceOf, type MessageJob, type StoredMessage } from '../../office/messages.ts';
import type { Records } from '../../connect/open-records.ts';
import type { RecordsTransaction } from '../../shards/with-shard.ts';

/** Begins to send a message whose time has come; undefined when it was changed or stopped since. */
export async function beginMessage(
  tx: RecordsTransaction,
  { messageId, revision }: MessageJob,
): Promise<StoredMessage | undefined> {
  return await tx
    .updateTable('office.messages')
    .set({ state: 'sending' })
    .where('message_id', '=', messageId)
    .where('revision', '=', revision ?? -1)
    .where('state', '=', 'scheduled')
    .returningAll()
    .executeTakeFirst();
}

/** A message of any state. */
export async function findMessage(
  tx: Records | RecordsTransaction,
  messageId: string,
): Promise<StoredMessage | undefined> {
  return await tx
    .selectFrom('office.messages')
    .selectAll()
    .where('message_id', '=', messageId)
    .executeTakeFirst();
}

/** Locks a message whose mails are not all queued, unless another process is at it. */
export async function takeMessage(tx: RecordsTransaction): Promise<StoredMessage | undefined> {
  return await tx
    .selectFrom('office.messages')
    .selectAll()
    .where('state', '=', 'sending')
    .where('queued_at', 'is', null)
    .orderBy('send_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** Somebody who gets a message, with the newest of the orders because of which they do. */
export interface Addressee {
  personId: number;
  email: string;
  orderId: string;
  record: string;
}

/** Who of the audience comes next, each person once. */
export async function readAddressees(
  tx: RecordsTransaction,
  { event_id: eventId, audience, queued_to: after }: StoredMessage,
  limit: number,
): Promise<Addressee[]> {
  const { rows } = await sql<{
    person_id: number;
    email: string;
    order_id: string;
    record: string;
  }>`
    select distinct on (o.person_id) o.person_id, p.email, o.order_id, o.record
    from ${audienceOf(eventId, audience)} and o.person_id > ${after}
    order by o.person_id, o.order_id desc limit ${limit}`.execute(tx);
  return rows.map((row) => ({
    ...{ personId: row.person_id, email: row.email, orderId: row.order_id, record: row.record },
  }));
}

/** Notes how far the mails of a message are queued. */
export async function noteMessageQueued(
  tx: RecordsTransaction,
  messageId: string,
  { lastPersonId, isAll }: { lastPersonId?: number | undefined; isAll: boolean },
): Promise<void> {
  await sql`
    update office.messages set queued_to = coalesce(${lastPersonId ?? null}::bigint, queued_to),
      queued_at = case when ${isAll}::boolean then now() end
    where message_id = ${messageId}`.execute(tx);
}

/**
 * Counts the mails of messages that are being sent, and ends those of which none waits any more. Mails of a
 * stopped message that had not left are counted nowhere.
 */
export async function countMessages(tx: RecordsTransaction): Promise<void> {
  await sql`
    update office.messages m set sent = c.sent, failed = c.failed,
      state = case when m.queued_at is not null and c.waiting = 0 and m.state = 'sending' then 'sent' else m.state end
    from (
      select open.message_id, count(*) filter (where l.state in ('sent', 'kept')) as sent,
        count(*) filter (where l.state = 'failed') as failed,
        count(*) filter (where l.state = 'waiting') as waiting
      from office.messages open left join office.mails l on l.message_id = open.message_id
        and l.mail_key like 'message:%'
      where open.state = 'sending' group by open.message_id) c
    where m.message_id = c.message_id
      and (m.sent, m.failed) is distinct from (c.sent, c.failed)
        or m.message_id = c.message_id and m.queued_at is not null and c.waiting = 0`.execute(tx);
}
