import { randomBytes } from 'node:crypto';
import { type NoticeKind } from '@onsale/contracts';
import { ANONYMIZED } from '@onsale/ledger';
import { type Selectable, sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import type { NoticesTable } from '../../schema/buyer-tables.ts';
import type { RecordsTransaction } from '../../shards/with-shard.ts';

/** A notice as it is stored. */
export type StoredNotice = Selectable<NoticesTable>;

/** What all who have a confirmed order of an event are to be told. */
export interface NewNotice {
  /** What is told once: a notice with a key that is there is not made again. */
  key: string;
  eventId: string;
  kind: NoticeKind;
  about?: Readonly<Record<string, unknown>>;
  createdBy?: string | undefined;
}

/** Makes a notice, which delivery then turns into mails; answers the one that is there where its key was used. */
export async function createNotice(
  db: Records | RecordsTransaction,
  { key, eventId, kind, about = {}, createdBy }: NewNotice,
): Promise<StoredNotice> {
  const added = await db
    .insertInto('office.notices')
    .values({
      ...{ notice_id: `ntc_${randomBytes(9).toString('hex')}`, notice_key: key },
      ...{ event_id: eventId, kind, about: JSON.stringify(about) },
      created_by: createdBy ?? null,
    })
    .onConflict((conflict) => conflict.column('notice_key').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (added !== undefined) return added;
  return await db
    .selectFrom('office.notices')
    .selectAll()
    .where('notice_key', '=', key)
    .executeTakeFirstOrThrow();
}

/** The newest notices of an event. */
export async function listNotices(
  db: Records,
  eventId: string,
  limit: number,
): Promise<StoredNotice[]> {
  return await db
    .selectFrom('office.notices')
    .selectAll()
    .where('event_id', '=', eventId)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
}

/** How many confirmed orders an event has whose buyer can be written to. */
export async function countNoticed(db: Records, eventId: string): Promise<number> {
  const { rows } = await sql<{ orders: number }>`
    select count(*) as orders ${noticed(eventId)}`.execute(db);
  return rows[0]?.orders ?? 0;
}

const noticed = (eventId: string, statuses: readonly string[] = ['confirmed']) => sql`
  from records.orders o join records.people p using (person_id)
  where o.event_id = ${eventId} and o.status = any(${statuses}::text[]) and o.given_up_at is null
    and p.address <> ${ANONYMIZED}`;

/** An order whose buyer is told. */
export interface NoticedOrder {
  orderId: string;
  record: string;
  placedAt: Date;
}

/** Locks the oldest notice whose mails are not all queued, unless another process is at it. */
export async function takeNotice(tx: RecordsTransaction): Promise<StoredNotice | undefined> {
  return await tx
    .selectFrom('office.notices')
    .selectAll()
    .where('queued_at', 'is', null)
    .orderBy('created_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** Whose mails are not queued yet, in the order of their ids. Of a cancelled event, also orders that ended by it. */
export async function readNoticed(
  tx: RecordsTransaction,
  { event_id: eventId, kind, queued_to: after }: StoredNotice,
  limit: number,
): Promise<NoticedOrder[]> {
  const ended = ['confirmed', 'held', 'refunded', 'cancelled'];
  const { rows } = await sql<{ order_id: string; record: string; placed_at: Date }>`
    select o.order_id, o.record, o.placed_at
    ${noticed(eventId, kind === 'event_cancelled' ? ended : ['confirmed'])}
      and o.order_id > ${after}
    order by o.order_id limit ${limit}`.execute(tx);
  return rows.map((row) => {
    return { orderId: row.order_id, record: row.record, placedAt: row.placed_at };
  });
}

/** Notes how far the mails of a notice are queued. */
export async function noteQueued(
  tx: RecordsTransaction,
  noticeId: string,
  {
    lastOrderId,
    mails,
    isAll,
  }: { lastOrderId?: string | undefined; mails: number; isAll: boolean },
): Promise<void> {
  await sql`
    update office.notices set mails = mails + ${mails},
      queued_to = coalesce(${lastOrderId ?? null}, queued_to),
      queued_at = case when ${isAll}::boolean then now() end
    where notice_id = ${noticeId}`.execute(tx);
}
